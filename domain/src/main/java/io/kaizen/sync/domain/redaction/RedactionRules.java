package io.kaizen.sync.domain.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What is redacted. {@link #standard} has the standard rules; the methods whose names begin with {@code and} return
 * rules with more of a sort, and the constructor takes any. Immutable; thread-safe.
 *
 * <p>Keys are compared without regard to case. No text of a rule may be blank or have an angle bracket or a line break in it: it
 * could match the placeholders that redaction writes.
 *
 * @param droppedKeys keys that go away with their values
 * @param secretKeys keys whose values are masked, whatever they are
 * @param secretKeyEndings endings of such keys
 * @param shellKeys keys whose string is a shell line; an array of strings is a program and its arguments
 * @param pathPrefixes places below which paths are hashed; each begins and ends with a slash or a backslash
 * @param tokenMarkers texts at which secrets begin
 * @param secretArgumentWords an argument of a shell line is secret if it has one of these, in any case, and an equals sign
 * @param secretArgumentPrefixes or if it begins with one of these
 * @param longestPlainArgument or if it has more characters than this, all of them letters, digits or of {@code +/=_-}; at least 1
 */
public record RedactionRules(
        Set<String> droppedKeys,
        Set<String> secretKeys,
        Set<String> secretKeyEndings,
        Set<String> shellKeys,
        List<String> pathPrefixes,
        List<TokenMarker> tokenMarkers,
        Set<String> secretArgumentWords,
        List<String> secretArgumentPrefixes,
        int longestPlainArgument) {

    private static final RedactionRules STANDARD = new RedactionRules(
            Set.of("user", "git_email", "prompt_text", "completion_text", "email"),
            Set.of("env"),
            Set.of("_token", "_key"),
            Set.of("command"),
            List.of("/Users/", "/home/", "/var/folders/", "/private/var/folders/", "/private/var/", "\\Users\\"),
            List.of(
                    TokenMarker.nextWord("Bearer "),
                    TokenMarker.header("Authorization:"),
                    TokenMarker.word("sk-"),
                    TokenMarker.word("ghp_"),
                    TokenMarker.word("gho_"),
                    TokenMarker.word("xoxb-"),
                    TokenMarker.word("AKIA")),
            Set.of("token", "key", "secret"),
            List.of("sk-", "ghp_"),
            40);

    /** @throws IllegalArgumentException if a text of a rule is not as it must be, or {@code longestPlainArgument} is less than 1 */
    public RedactionRules {
        droppedKeys = Rules.lowerCase("key", droppedKeys);
        secretKeys = Rules.lowerCase("key", secretKeys);
        secretKeyEndings = Rules.lowerCase("key's ending", secretKeyEndings);
        shellKeys = Rules.lowerCase("key", shellKeys);
        pathPrefixes = List.copyOf(pathPrefixes);
        pathPrefixes.forEach(RedactionRules::requirePathPrefix);
        tokenMarkers = List.copyOf(tokenMarkers);
        secretArgumentWords = Rules.lowerCase("argument's word", secretArgumentWords);
        secretArgumentPrefixes = List.copyOf(secretArgumentPrefixes);
        secretArgumentPrefixes.forEach(prefix -> Rules.requirePlain("argument's prefix", prefix));
        if (longestPlainArgument < 1) {
            throw new IllegalArgumentException("longestPlainArgument must be at least 1: " + longestPlainArgument);
        }
    }

    /** The contract's rules. */
    public static RedactionRules standard() {
        return STANDARD;
    }

    /** These rules, and {@code keys} dropped with their values. */
    public RedactionRules andDropping(String... keys) {
        return new RedactionRules(
                union(droppedKeys, keys),
                secretKeys,
                secretKeyEndings,
                shellKeys,
                pathPrefixes,
                tokenMarkers,
                secretArgumentWords,
                secretArgumentPrefixes,
                longestPlainArgument);
    }

    /** These rules, and the values of {@code keys} masked. */
    public RedactionRules andMasking(String... keys) {
        return new RedactionRules(
                droppedKeys,
                union(secretKeys, keys),
                secretKeyEndings,
                shellKeys,
                pathPrefixes,
                tokenMarkers,
                secretArgumentWords,
                secretArgumentPrefixes,
                longestPlainArgument);
    }

    /** These rules, and paths below {@code prefixes} hashed. */
    public RedactionRules andHashingPathsBelow(String... prefixes) {
        return new RedactionRules(
                droppedKeys,
                secretKeys,
                secretKeyEndings,
                shellKeys,
                concat(pathPrefixes, List.of(prefixes)),
                tokenMarkers,
                secretArgumentWords,
                secretArgumentPrefixes,
                longestPlainArgument);
    }

    /** These rules, and what begins with one of {@code markers} replaced. */
    public RedactionRules andReplacing(TokenMarker... markers) {
        return new RedactionRules(
                droppedKeys,
                secretKeys,
                secretKeyEndings,
                shellKeys,
                pathPrefixes,
                concat(tokenMarkers, List.of(markers)),
                secretArgumentWords,
                secretArgumentPrefixes,
                longestPlainArgument);
    }

    private static void requirePathPrefix(String prefix) {
        Rules.requirePlain("path prefix", prefix);
        boolean isEnclosed = prefix.length() > 1
                && PathPrefixes.isSeparator(prefix.charAt(0))
                && PathPrefixes.isSeparator(prefix.charAt(prefix.length() - 1));
        if (!isEnclosed) {
            throw new IllegalArgumentException("a path prefix begins and ends with a slash or a backslash: " + prefix);
        }
    }

    private static Set<String> union(Set<String> some, String... more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private static <T> List<T> concat(List<T> some, Collection<? extends T> more) {
        List<T> all = new ArrayList<>(Objects.requireNonNull(some));
        all.addAll(more);
        return all;
    }
}
