package dev.runlog.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import java.util.ArrayList;

/** Puts {@link OpenApiContract} behind every HTTP test; found by the service loader. */
public class ContractInstallation implements QuarkusTestBeforeEachCallback {
    private static final Filter CONTRACT = new OpenApiContract();

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        var filters = new ArrayList<>(RestAssured.filters());
        // By name: one that an application before this one installed is of another class loader.
        filters.removeIf(filter -> filter.getClass().getName().equals(OpenApiContract.class.getName()));
        filters.add(CONTRACT);
        RestAssured.replaceFiltersWith(filters);
    }
}
