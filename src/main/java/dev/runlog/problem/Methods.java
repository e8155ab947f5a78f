package dev.runlog.problem;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/**
 * Which methods each address takes. The framework raises its 405 without the {@code Allow} that RFC 9110 (15.5.6)
 * demands, and a 404 instead where two resources share the beginning of a path.
 */
@Singleton
class Methods {
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    private volatile List<Route> routes;

    private record Route(Pattern path, String method) {
        static Route of(String template, String method) {
            var literals = VARIABLE.splitAsStream(template + "/").map(Pattern::quote);
            return new Route(Pattern.compile(literals.collect(Collectors.joining("[^/]+")) + "?"), method);
        }
    }

    /** The 405 that the framework's own 404 or 405 amounts to; empty for all else. */
    Optional<Refusal> refusalOf(Throwable thrown, HttpServerRequest request) {
        if (!(thrown instanceof NotFoundException || thrown instanceof NotAllowedException)) {
            return Optional.empty();
        }
        var allowed = at(request.path());
        if (allowed.isEmpty() || allowed.contains(request.method().name())) {
            return Optional.empty();
        }
        var code = ProblemCode.METHOD_NOT_ALLOWED;
        return Optional.of(
                new Refusal(code, code.explanation(), List.of(), Map.of("Allow", String.join(", ", allowed))));
    }

    private Set<String> at(String path) {
        var allowed = new TreeSet<String>();
        for (var route : routes()) {
            if (route.path().matcher(path).matches()) {
                allowed.add(route.method());
            }
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        if (!allowed.isEmpty()) {
            allowed.add("OPTIONS");
        }
        return allowed;
    }

    /** Read at the first need, when the resources are installed; twice at worst. */
    private List<Route> routes() {
        var known = routes;
        if (known == null) {
            known = installed();
            routes = known;
        }
        return known;
    }

    private static List<Route> installed() {
        var found = new ArrayList<Route>();
        RuntimeResourceVisitor.visitRuntimeResources(
                null, ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                        found.add(Route.of(path, method));
                    }
                });
        return List.copyOf(found);
    }
}
