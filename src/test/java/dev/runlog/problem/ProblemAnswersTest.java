package dev.runlog.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemAnswersTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /api/v1/runs                             | 400 401 403 406 429 500 503 default
            GET  | /api/v1/runs/{processId}                 | 400 401 403 404 406 429 500 503 default
            GET  | /api/v1/runs/{processId}/logs            | 400 401 403 404 406 410 429 500 503 default
            GET  | /api/v1/runs/{processId}/output          | 400 401 403 404 406 410 429 500 503 default
            HEAD | /api/v1/runs/{processId}/output/{stream} | 400 401 403 404 406 410 416 429 500 503 default
            GET  | /api/v1/states/{stateId}                 | 400 401 403 404 406 429 500 503 default
            PUT  | /ingest/v1/runs/{processId}              | 400 401 403 406 408 409 413 415 422 429 500 503 default
            POST | /ingest/v1/runs/{processId}/logs         | 400 401 403 406 408 410 413 415 422 429 500 503 default
            POST | /ingest/v1/runs/{processId}/output/{stream} | 400 401 403 404 406 408 409 410 413 415 422 429 500 503 default
            POST | /container-api/{processId}/logs/{level}  | 400 401 403 404 410 500 503 default
            POST | /otlp/v1/logs                            | 400 401 403 408 410 413 415 422 429 500 503 default
            POST | /admin/v1/keys                           | 400 401 403 406 408 409 413 415 422 429 500 503 default
            DELETE | /admin/v1/keys/{id}                    | 400 401 403 404 406 429 500 503 default
            GET  | /problems/{code}                         | 404 406 500 default
            """)
    void an_operation_refuses_as_its_method_and_path_let_it(HttpMethod method, String path, String statuses) {
        assertThat(ProblemAnswers.answers(method, path)).containsOnlyKeys(Arrays.asList(statuses.split(" ")));
    }
}
