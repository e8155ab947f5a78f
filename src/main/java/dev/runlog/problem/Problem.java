package dev.runlog.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A problem document (RFC 9457).
 *
 * @param type address of the page that explains the code
 * @param instance path of the request that was refused, as it was called
 * @param errors the parts at fault; left out where there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
        description = "Why a request was refused (RFC 9457).",
        requiredProperties = {"type", "title", "status", "detail", "instance", "code"})
public record Problem(
        String type, String title, int status, String detail, String instance, String code, List<Fault> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One part at fault, named by a query parameter or header, or by a JSON Pointer (RFC 6901) into the body.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(
            name = "ProblemFault",
            description = "One part at fault: a parameter or header, or a part of the body.",
            requiredProperties = "detail")
    public record Fault(String parameter, String pointer, String detail) {
        public static Fault ofParameter(String parameter, String detail) {
            return new Fault(parameter, null, detail);
        }

        public static Fault ofPointer(String pointer, String detail) {
            return new Fault(null, pointer, detail);
        }
    }

    /**
     * What answers a request: the Container API's own route has its own shape, and no type of ours; OTLP in protobuf is
     * answered in protobuf.
     *
     * @param body a {@code byte[]}, or what becomes JSON
     */
    record Shape(String mediaType, Object body) {
        private static final String CONTAINER_API = "/container-api/";
        private static final String OTLP = "/otlp/";
        private static final String PROTOBUF = "application/x-protobuf";

        static Shape of(Refusal refusal, RoutingContext rc) {
            var request = rc.request();
            var path = request.path();
            if (path != null && path.startsWith(CONTAINER_API)) {
                return new Shape("application/json", Map.of("message", refusal.getMessage()));
            }
            if (path != null && path.startsWith(OTLP) && isProtobuf(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
                return new Shape(PROTOBUF, RpcStatus.of(refusal));
            }
            return new Shape(
                    MEDIA_TYPE, Problem.of(refusal.code(), refusal.getMessage(), CalledPath.of(rc), refusal.errors()));
        }

        private static boolean isProtobuf(String contentType) {
            return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(PROTOBUF);
        }
    }

    static Problem of(ProblemCode code, String detail, String instance, List<Fault> errors) {
        return new Problem(
                "/problems/" + code.slug(),
                code.title(),
                code.status(),
                detail,
                instance,
                code.slug(),
                errors.isEmpty() ? null : errors);
    }
}
