package dev.gork.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An OpenID provider (OpenID Connect Core 1.0 and Discovery 1.0) for tests. Whoever is led to it is signed in at once as
 * the one that the test names.
 */
public final class OpenIdProvider implements AutoCloseable {
    public static final String CLIENT = "gork";
    public static final String SECRET = "a secret";

    private final SigningKey key = new SigningKey();
    private final HttpServer server;
    private final Map<String, String> nonces = new ConcurrentHashMap<>();
    private volatile String name = "";
    private volatile String group = "";
    private volatile SigningKey signer = key;

    public OpenIdProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, """
                {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
                 "jwks_uri":"%1$s/keys","response_types_supported":["code"],"subject_types_supported":["public"],
                 "id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid","email","profile"]}""".formatted(address())));
        server.createContext("/keys", exchange -> answer(exchange, key.keySet()));
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    /** Its address, which is the issuer's name as well. */
    public String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Who comes from now on. */
    public void signsIn(String who, String inGroup) {
        name = who;
        group = inGroup;
    }

    /** Whose signature is under its tokens from now on: its own, or somebody else's. */
    public void signs(boolean itself) {
        signer = itself ? key : new SigningKey();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
        if (name.isEmpty()) {
            redirect(exchange, query.get("redirect_uri") + "?error=access_denied&state=" + encoded(query.get("state")));
            return;
        }
        String code = "code-" + nonces.size();
        nonces.put(code, query.getOrDefault("nonce", ""));
        redirect(exchange, query.get("redirect_uri") + "?code=" + code + "&state=" + encoded(query.get("state")));
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form =
                parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String basic =
                "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        boolean known = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                || CLIENT.equals(form.get("client_id")) && SECRET.equals(form.get("client_secret"));
        String nonce = nonces.remove(form.getOrDefault("code", ""));
        if (!known || nonce == null) {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
            return;
        }
        long now = Instant.now().getEpochSecond();
        String claims = """
                {"iss":"%s","sub":"%s","aud":"%s","iat":%d,"exp":%d,"nonce":"%s","preferred_username":"%s","groups":["%s"]}""".formatted(address(), name, CLIENT, now, now + 300, nonce, name, group);
        String token = signer.token(claims);
        answer(exchange, """
                {"access_token":"%s","token_type":"Bearer","expires_in":300,"id_token":"%s"}""".formatted(token, token));
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String each : query.split("&")) {
            String[] pair = each.split("=", 2);
            parameters.put(pair[0], URLDecoder.decode(pair.length < 2 ? "" : pair[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
