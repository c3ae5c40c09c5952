package dev.gork.console.security;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Public keys: one in PEM, or as JSON Web Keys (RFC 7517), alone or in a set. */
record KeySet(List<Key> keys) {
    private static final int MIN_RSA_BITS = 2048;
    private static final int EC_BITS = 256;

    /** A key with its id, where it has one. */
    record Key(@Nullable String id, PublicKey key) {

        boolean serves(String algorithm) {
            return algorithm.equals("RS256")
                    ? key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS
                    : key instanceof ECPublicKey ec
                            && ec.getParams().getCurve().getField().getFieldSize() == EC_BITS;
        }
    }

    /** @throws IllegalArgumentException if it is neither */
    static KeySet parse(String text) {
        try {
            return new KeySet(text.contains("-----BEGIN") ? List.of(pem(text)) : jwks(text));
        } catch (GeneralSecurityException | JsonException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("neither a public key in PEM nor a JSON Web Key: " + e.getMessage(), e);
        }
    }

    /** The key for an algorithm; by its id, where both say it. */
    Optional<PublicKey> find(String algorithm, @Nullable String id) {
        return keys.stream()
                .filter(key -> key.serves(algorithm))
                .filter(key -> id == null ? keys.size() == 1 : key.id() == null || id.equals(key.id()))
                .map(Key::key)
                .findFirst();
    }

    private static Key pem(String text) throws GeneralSecurityException {
        byte[] bytes = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
        X509EncodedKeySpec spec = new X509EncodedKeySpec(bytes);
        try {
            return new Key(null, KeyFactory.getInstance("RSA").generatePublic(spec));
        } catch (GeneralSecurityException e) {
            return new Key(null, KeyFactory.getInstance("EC").generatePublic(spec));
        }
    }

    private static List<Key> jwks(String text) throws GeneralSecurityException {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonObject json = reader.readObject();
            List<Key> keys = new ArrayList<>();
            for (JsonObject jwk : json.containsKey("keys")
                    ? json.getJsonArray("keys").getValuesAs(JsonObject.class)
                    : List.of(json)) {
                PublicKey key = jwk(jwk);
                if (key != null && jwk.getString("use", "sig").equals("sig")) {
                    keys.add(new Key(jwk.getString("kid", null), key));
                }
            }
            return keys;
        }
    }

    private static @Nullable PublicKey jwk(JsonObject jwk) throws GeneralSecurityException {
        if (jwk.getString("kty").equals("RSA")) {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e"));
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        }
        if (jwk.getString("kty").equals("EC") && jwk.getString("crv").equals("P-256")) {
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
        }
        return null;
    }

    private static BigInteger number(JsonObject jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString(name)));
    }
}
