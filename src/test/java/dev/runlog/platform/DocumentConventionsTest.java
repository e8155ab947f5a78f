package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.junit.jupiter.api.Test;

class DocumentConventionsTest {
    private final DocumentConventions conventions = new DocumentConventions();

    @Test
    void an_answer_carries_every_field() {
        var run = object().addProperty("processId", string()).addProperty("site", string());

        assertThat(conventions.filterSchema(run).getRequired()).containsExactly("processId", "site");
    }

    @Test
    void what_a_schema_requires_itself_stays() {
        var problem = object().addProperty("code", string())
                .addProperty("errors", string())
                .addRequired("code");

        assertThat(conventions.filterSchema(problem).getRequired()).containsExactly("code");
    }

    @Test
    void a_nullable_enum_has_null_among_its_values() {
        var kind = string().addType(SchemaType.NULL).enumeration(List.of("killed", "lost"));

        assertThat(conventions.filterSchema(kind).getEnumeration()).containsExactly("killed", "lost", null);
    }

    @Test
    void a_nullable_reference_names_no_type_beside_its_alternatives() {
        var failure = object().addAnyOf(OASFactory.createSchema().ref("RunFailure"))
                .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));

        assertThat(conventions.filterSchema(failure).getType()).isNull();
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(SchemaType.OBJECT);
    }

    private static Schema string() {
        return OASFactory.createSchema().addType(SchemaType.STRING);
    }
}
