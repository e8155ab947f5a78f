package dev.runlog.platform;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * What holds for every operation and every answer of the OpenAPI document, so that no resource has to say it: path
 * parameters are the components named {@code path…}, the request id goes in and out, and a field without a value is
 * present and null.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class DocumentConventions implements OASFilter {
    private static final String REQUEST_ID = "X-Request-Id";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        var components = document.getComponents();
        if (components == null || document.getPaths() == null) {
            return;
        }
        named(components.getResponses()).forEach((name, response) -> addRequestId(response));
        named(document.getPaths().getPathItems()).values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .forEach(operation -> complete(operation, components));
    }

    private static void complete(Operation operation, Components components) {
        var parameters = new ArrayList<Parameter>();
        for (var parameter : listed(operation.getParameters())) {
            parameters.add(ofComponents(parameter, components));
        }
        parameters.add(OASFactory.createParameter().ref("requestId"));
        operation.setParameters(parameters);
        if (operation.getResponses() != null) {
            operation.getResponses().getAPIResponses().values().forEach(DocumentConventions::addRequestId);
        }
    }

    private static Parameter ofComponents(Parameter parameter, Components components) {
        if (parameter.getIn() != In.PATH) {
            return parameter;
        }
        var name = parameter.getName();
        var key = "path" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        return named(components.getParameters()).containsKey(key)
                ? OASFactory.createParameter().ref(key)
                : parameter;
    }

    private static void addRequestId(APIResponse response) {
        if (response.getRef() != null) {
            response.setDescription(null); // "OK", put beside the reference by the scanner
            return;
        }
        response.addHeader(REQUEST_ID, OASFactory.createHeader().ref(REQUEST_ID));
    }

    @Override
    public Schema filterSchema(Schema schema) {
        var properties = schema.getProperties();
        if (properties != null && schema.getRequired() == null) {
            schema.setRequired(List.copyOf(properties.keySet()));
        }
        if (listed(schema.getAnyOf()).stream().anyMatch(DocumentConventions::isNull)) {
            schema.setType(null); // beside the alternatives the scanner names a type without null
        }
        if (schema.getEnumeration() != null && listed(schema.getType()).contains(SchemaType.NULL)) {
            allowNull(schema);
        }
        return schema;
    }

    private static boolean isNull(Schema schema) {
        return List.of(SchemaType.NULL).equals(schema.getType());
    }

    private static void allowNull(Schema schema) {
        if (schema.getEnumeration().stream().allMatch(Objects::nonNull)) {
            var values = new ArrayList<>(schema.getEnumeration());
            values.add(null);
            schema.setEnumeration(values);
        }
    }

    private static <T> List<T> listed(List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <T> Map<String, T> named(Map<String, T> map) {
        return map == null ? Map.of() : map;
    }
}
