package dev.runlog.problem;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Writes into the OpenAPI document how each operation can refuse, so that no resource has to say it. What a resource
 * says itself stays.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemAnswers implements OASFilter {
    private static final String DEFAULT = "default";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getPaths() == null || document.getPaths().getPathItems() == null) {
            return;
        }
        document.getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> refuse(operation, answers(method, path))));
    }

    private static void refuse(Operation operation, Map<String, String> answers) {
        var all = new TreeMap<String, APIResponse>();
        if (operation.getResponses() != null) {
            all.putAll(operation.getResponses().getAPIResponses());
        }
        answers.forEach((status, component) -> {
            if (!isDescribed(all.get(status))) {
                all.put(status, OASFactory.createAPIResponse().ref(component));
            }
        });
        var responses = OASFactory.createAPIResponses();
        responses.setAPIResponses(all);
        operation.setResponses(responses);
    }

    /** What the scanner adds of itself (a bare 400 where there is a body) describes nothing. */
    private static boolean isDescribed(APIResponse response) {
        return response != null && (response.getRef() != null || response.getContent() != null);
    }

    /** The component that describes each status with which an operation can refuse. */
    static Map<String, String> answers(HttpMethod method, String path) {
        if (path.startsWith("/container-api/")) {
            return containerApi();
        }
        if (path.startsWith("/otlp/")) {
            return otlp();
        }
        var answers = new TreeMap<String, String>();
        answers.put("406", "NotAcceptable");
        answers.put("500", "Internal");
        answers.put(DEFAULT, "Unexpected");
        if (path.startsWith("/problems/")) {
            answers.put("404", "NotFound");
            return answers;
        }
        answers.put("400", "BadRequest");
        answers.put("401", "Unauthorized");
        answers.put("403", "Forbidden");
        answers.put("429", "TooManyRequests");
        answers.put("503", "Unavailable");
        if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
            ofReads(path, answers);
        }
        if (path.startsWith("/admin/") && path.contains("{")) {
            answers.put("404", "NotFound");
        }
        if (path.startsWith("/ingest/")) {
            ofWrites(path, answers);
        }
        if (path.startsWith("/admin/") && method == HttpMethod.POST) {
            ofBodies(answers);
            answers.put("409", "Conflict");
        }
        return answers;
    }

    private static void ofReads(String path, Map<String, String> answers) {
        if (path.contains("{")) {
            answers.put("404", "NotFound");
        }
        if (path.matches("/api/v1/runs/\\{[^}]+}/(logs|failures|output|timeline).*")) {
            answers.put("410", "Gone");
        }
        if (path.endsWith("/output/{stream}")) {
            answers.put("416", "RangeNotSatisfiable");
        }
    }

    private static void ofBodies(Map<String, String> answers) {
        answers.put("408", "RequestTimeout");
        answers.put("413", "TooLarge");
        answers.put("415", "UnsupportedMediaType");
        answers.put("422", "IdempotencyMismatch");
    }

    private static void ofWrites(String path, Map<String, String> answers) {
        ofBodies(answers);
        if (path.endsWith("/output/{stream}")) {
            answers.put("404", "NotFound");
            answers.put("409", "OffsetConflict");
            answers.put("410", "Gone");
        } else if (path.endsWith("/logs") || path.endsWith("/failures")) {
            answers.put("410", "Gone");
        } else {
            answers.put("409", "Conflict");
        }
    }

    private static Map<String, String> containerApi() {
        return Map.of(
                "400",
                "ContainerApiInvalid",
                "401",
                "ContainerApiUnauthorized",
                "403",
                "ContainerApiForbidden",
                "404",
                "ContainerApiNotFound",
                "410",
                "ContainerApiGone",
                "500",
                "ContainerApiFailed",
                "503",
                "ContainerApiFailed",
                DEFAULT,
                "ContainerApiUnexpected");
    }

    private static Map<String, String> otlp() {
        var answers = new TreeMap<String, String>();
        for (var status : List.of("400", "403", "408", "410", "413", "415", "422", "500", DEFAULT)) {
            answers.put(status, "OtlpRefused");
        }
        answers.put("401", "OtlpUnauthorized");
        answers.put("429", "OtlpTooMany");
        answers.put("503", "OtlpUnavailable");
        return answers;
    }
}
