package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            192.0.2.7,                192.0.2.7
            2001:db8:1:2:3:4:5:6,     20010db800010002/64
            2001:DB8:1:2::,           20010db800010002/64
            2001:db8:1:3::,           20010db800010003/64
            fe80::1%eth0,             fe80000000000000/64
            ::1,                      0000000000000000/64
            ::ffff:192.0.2.7,         192.0.2.7
            0:0:0:0:0:ffff:c000:207,  192.0.2.7
            _hidden,                  _hidden
            """)
    void the_addresses_of_one_network_are_one(String host, String network) {
        assertThat(Caller.network(host)).isEqualTo(network);
    }
}
