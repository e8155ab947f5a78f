package dev.runlog;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.BE_ANNOTATED_WITH_AN_INJECTION_ANNOTATION;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.runlog.page.Filter;
import dev.runlog.run.Seen;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The rooms, the arrows between them and the names inside; changed on purpose, not around. */
@AnalyzeClasses(packages = "dev.runlog", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final List<String> GROUND = List.of("problem", "platform");
    private static final List<String> SHARED = with(GROUND, "page", "access");
    private static final List<String> MIDDLE = with(SHARED, "run", "log", "output", "state");

    @ArchTest
    static final ArchRule imports_follow_the_arrows = Stream.of(
                    new Room("ingest", MIDDLE),
                    new Room("diagnosis", MIDDLE),
                    new Room("log", with(SHARED, "run")),
                    new Room("output", with(SHARED, "run")),
                    new Room("state", with(SHARED, "run")),
                    new Room("run", SHARED),
                    new Room("page", GROUND),
                    new Room("access", with(GROUND, "page")),
                    new Room("problem", List.of("platform")))
            .reduce(house(), (house, room) -> room.in(house), (one, other) -> one)
            .whereLayer("platform")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule every_class_has_a_room = classes()
            .should()
            .resideInAnyPackage(with(MIDDLE, "ingest", "diagnosis").stream()
                    .map(ArchitectureTest::packageOf)
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule nobody_imports_a_resource = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("dev.runlog..").and(simpleNameEndingWith("Resource")));

    @ArchTest
    static final ArchRule resources_are_named_so_and_stay_in_their_package = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .haveSimpleNameEndingWith("Resource")
            .andShould()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule entities_stay_in_their_package = classes()
            .that()
            .haveSimpleNameEndingWith("Entity")
            .should()
            .bePackagePrivate()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule names_say_what_a_class_is =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Dto|DTO|Impl)");

    @ArchTest
    static final ArchRule conditions_on_rows_begin_with_what_the_credential_lets_be_seen = constructors()
            .that()
            .areDeclaredIn(Filter.class)
            .should()
            .onlyBeCalled()
            .byClassesThat()
            .haveFullyQualifiedName("dev.runlog.run.Seen");

    @ArchTest
    static final ArchRule only_titles_of_error_groups_are_seen_by_everybody = methods()
            .that()
            .areDeclaredIn(Seen.class)
            .and()
            .haveName("ofTitles")
            .should()
            .onlyBeCalled()
            .byClassesThat()
            .haveNameMatching("dev[.]runlog[.]log[.](LogFilter|ErrorGroups)");

    @ArchTest
    static final ArchRule every_resource_says_who_may_call_it = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .beAnnotatedWith(RolesAllowed.class)
            .orShould()
            .beAnnotatedWith(PermitAll.class);

    @ArchTest
    static final ArchRule only_explanations_are_for_everybody =
            classes().that().areAnnotatedWith(PermitAll.class).should().haveSimpleName("ProblemResource");

    @ArchTest
    static final ArchRule what_a_class_needs_comes_through_its_constructor = noFields()
            .should(BE_ANNOTATED_WITH_AN_INJECTION_ANNOTATION)
            .orShould()
            .beAnnotatedWith(ConfigProperty.class);

    @ArchTest
    static final ArchRule only_the_platform_writes_past_the_log = noClasses()
            .that()
            .resideOutsideOfPackage("dev.runlog.platform")
            .and()
            .doNotHaveSimpleName("NewKey")
            .should(ACCESS_STANDARD_STREAMS)
            .orShould(USE_JAVA_UTIL_LOGGING);

    private record Room(String name, List<String> mayImport) {
        LayeredArchitecture in(LayeredArchitecture house) {
            return house.whereLayer(name).mayOnlyAccessLayers(mayImport.toArray(String[]::new));
        }
    }

    private static LayeredArchitecture house() {
        var house = layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (var name : with(MIDDLE, "ingest", "diagnosis")) {
            house = house.layer(name).definedBy(packageOf(name));
        }
        return house;
    }

    private static String packageOf(String room) {
        return "dev.runlog." + room;
    }

    private static List<String> with(List<String> rooms, String... more) {
        var all = new ArrayList<>(rooms);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
