package io.kaizen.sync.bootstrap.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The forms in which a secret could lie somewhere. Content is compared as ISO 8859-1, in which every byte is a character. */
public final class SecretForms {

    private SecretForms() {}

    /** Token and salt of {@link CliFixture}. */
    public static Set<String> ofTokenAndSalt() {
        Set<String> forms = new LinkedHashSet<>();
        addText(forms, CliFixture.TOKEN);
        addText(forms, CliFixture.SALT);
        addBytes(forms, HexFormat.of().parseHex(CliFixture.SALT));
        return forms;
    }

    /** Those of {@code forms} that are in {@code content}. */
    public static List<String> in(byte[] content, Set<String> forms) {
        String text = new String(content, ISO_8859_1);
        return forms.stream().filter(text::contains).toList();
    }

    private static void addText(Set<String> forms, String secret) {
        forms.add(secret.toUpperCase(Locale.ROOT));
        forms.add(URLEncoder.encode(secret, UTF_8));
        forms.add(new StringBuilder(secret).reverse().toString());
        StringBuilder percents = new StringBuilder();
        for (byte b : secret.getBytes(UTF_8)) {
            percents.append(String.format("%%%02X", b));
        }
        forms.add(percents.toString());
        addBytes(forms, secret.getBytes(UTF_8));
    }

    private static void addBytes(Set<String> forms, byte[] secret) {
        forms.add(new String(secret, ISO_8859_1));
        forms.add(HexFormat.of().formatHex(secret));
        forms.add(HexFormat.of().withUpperCase().formatHex(secret));
        for (int offset = 0; offset < 3; offset++) {
            forms.add(inBase64(secret, offset, Base64.getEncoder()));
            forms.add(inBase64(secret, offset, Base64.getUrlEncoder()));
        }
    }

    /** What of {@code secret} is surely in the Base64 of a text that has it behind {@code offset} bytes. */
    private static String inBase64(byte[] secret, int offset, Base64.Encoder encoder) {
        byte[] shifted = new byte[offset + secret.length];
        System.arraycopy(secret, 0, shifted, offset, secret.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        // Three bytes are four characters; the first four and the last may depend on what stands around the secret.
        return encoded.substring(offset == 0 ? 0 : 4, encoded.length() - 1);
    }
}
