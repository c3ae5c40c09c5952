package dev.gork.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests come from another site's page. */
class RequestsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin, -, here, false",
                "none, -, here, false",
                "cross-site, -, here, true",
                "same-site, -, here, true",
                "nonsense, https://here, here, true",
                "-, -, here, false",
                "-, https://here, here, false",
                "-, http://here:9080, here:9080, false",
                "-, http://here:9081, here:9080, true",
                "-, https://there, here, true",
                "-, https://here.there, here, true",
                "-, null, here, true",
                "-, '', here, true",
                "-, https://here, -, true"
            })
    void anotherSitesPageIsRecognised(String fetchSite, String origin, String host, boolean crossSite) {
        assertThat(Requests.isCrossSite(fetchSite, origin, host)).isEqualTo(crossSite);
    }
}
