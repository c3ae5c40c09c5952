package dev.gork.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests come from another site's page. */
class RequestHeadersTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin, -, here, -, false",
                "none, -, here, -, false",
                "cross-site, -, here, -, true",
                "same-site, -, here, -, true",
                "nonsense, https://here, here, -, true",
                "-, -, here, -, false",
                "-, https://here, here, -, false",
                "-, http://here:9080, here:9080, -, false",
                "-, http://HERE, here, -, false",
                "-, http://here:9081, here:9080, -, true",
                "-, https://there, here, -, true",
                "-, https://here.there, here, -, true",
                "-, null, here, -, true",
                "-, '', here, -, true",
                "-, https://here, -, -, true",
                "-, http://here@there, here, -, true",
                "-, http://there, here@there, -, true",
                "-, mailto:here, here, -, true"
            })
    void anotherSitesPageIsRecognised(
            String fetchSite, String origin, String host, String forwarded, boolean crossSite) {
        assertThat(isCrossSite(fetchSite, origin, host, forwarded)).isEqualTo(crossSite);
    }

    /** Browsers leave it out of an origin; other clients, and proxies, write it into Host. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, http://here, here:80, -, false",
                "-, http://here:80, here, -, false",
                "-, https://here, here:443, -, false",
                "-, https://here:443, here, -, false",
                "-, http://[::1], [::1]:80, -, false",
                "-, https://here, here:80, -, true",
                "-, http://here, here:443, -, true",
                "-, http://here, here:8080, -, true",
                "-, http://[::1]:81, [::1], -, true"
            })
    void theDefaultPortNeedNotBeWritten(
            String fetchSite, String origin, String host, String forwarded, boolean crossSite) {
        assertThat(isCrossSite(fetchSite, origin, host, forwarded)).isEqualTo(crossSite);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, https://jobs.example, backend:9080, jobs.example, false",
                "-, https://jobs.example, backend:9080, 'jobs.example, inner', false",
                "-, https://jobs.example, backend:9080, jobs.example:443, false",
                "-, https://evil.example, backend:9080, jobs.example, true",
                "cross-site, https://jobs.example, backend:9080, jobs.example, true"
            })
    void aProxySaysWhatTheBrowserAskedFor(
            String fetchSite, String origin, String host, String forwarded, boolean crossSite) {
        assertThat(isCrossSite(fetchSite, origin, host, forwarded)).isEqualTo(crossSite);
    }

    private static boolean isCrossSite(String fetchSite, String origin, String host, String forwarded) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Sec-Fetch-Site", fetchSite);
        headers.put("Origin", origin);
        headers.put("Host", host);
        headers.put("X-Forwarded-Host", forwarded);
        return RequestHeaders.isCrossSite(headers::get);
    }
}
