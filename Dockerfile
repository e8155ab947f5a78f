FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
# The image is for an outside database: the embedded one is an optional dependency and stays out.
RUN ./mvnw -B -ntp -q -DskipTests -Dquarkus.package.jar.filter-optional-dependencies=true package

FROM eclipse-temurin:25-jre
WORKDIR /runlog
COPY --from=build /build/target/quarkus-app/lib lib
COPY --from=build /build/target/quarkus-app/quarkus-run.jar ./
COPY --from=build /build/target/quarkus-app/app app
COPY --from=build /build/target/quarkus-app/quarkus quarkus
COPY --from=build /build/target/sbom.json ./
# Nothing but /tmp is written to, so the root file system may be read-only.
USER 10001:10001
EXPOSE 8080 9000
HEALTHCHECK --interval=10s --timeout=8s --start-period=60s --retries=3 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/${QUARKUS_MANAGEMENT_PORT:-9000} && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -u 3 version status reason && [ \"$status\" = 200 ]"]
# The heap is whole from the start and is not given back, else it stays small and is collected ten times as often.
ENTRYPOINT ["java", "-XX:InitialRAMPercentage=70", "-XX:MaxRAMPercentage=70", "-XX:MaxHeapFreeRatio=100", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/runlog/quarkus-run.jar"]
