package io.kaizen.sync.domain.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kaizen.sync.domain.kind.FieldType.ArrayOf;
import io.kaizen.sync.domain.kind.FieldType.Scalar;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindRegistryTest {

    private static final BatchKind ORDERS = new BatchKind("orders");
    private static final KindSpec SPEC = KindSpec.posted(ORDERS, "/v1/orders", "orders");

    @Test
    void othersComeBehindThoseThatAreThere() {
        KindRegistry registry = KaizenKinds.REGISTRY.with(SPEC);

        assertThat(registry.find(ORDERS)).contains(SPEC);
        assertThat(registry.names()).hasSize(7).endsWith(ORDERS);
        assertThat(registry.all()).extracting(KindSpec::kind).isEqualTo(registry.names());
        assertThat(KaizenKinds.REGISTRY.find(ORDERS)).isEmpty();
    }

    @Test
    void aKindIsRegisteredOnce() {
        KindSpec events = KindSpec.exported(BatchKind.EVENTS, "events");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> KaizenKinds.REGISTRY.with(events))
                .withMessage("kind registered twice: events");
    }

    @Test
    void aKindBeginsWithAnyObjectAppended() {
        assertThat(SPEC).isEqualTo(new KindSpec(ORDERS, Optional.of("/v1/orders"), "orders", true, Scalar.ANY, false));
        assertThat(KindSpec.exported(ORDERS, "orders"))
                .isEqualTo(new KindSpec(ORDERS, Optional.empty(), "orders", false, Scalar.ANY, false));
        assertThat(SPEC.allowlist()).isEmpty();
    }

    @Test
    void eachChoiceChangesOneThing() {
        RowSchema allowlist = RowSchema.of(FieldRule.required("id", Scalar.STRING));

        assertThat(SPEC.withoutEnvelope())
                .isEqualTo(new KindSpec(ORDERS, SPEC.route(), "orders", false, Scalar.ANY, false));
        assertThat(SPEC.replacing()).isEqualTo(new KindSpec(ORDERS, SPEC.route(), "orders", true, Scalar.ANY, true));
        KindSpec allowing = SPEC.withoutEnvelope().replacing().allowing(allowlist);
        assertThat(allowing.allowlist()).contains(allowlist);
        assertThat(allowing.withoutEnvelope().replacing()).isEqualTo(allowing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "/", "/v1/", "//v1", "/v1/a b", "/v1?x=1", "/v1#x", "/v1/é"})
    void aRouteIsAPlainPath(String route) {
        assertThatIllegalArgumentException().isThrownBy(() -> KindSpec.posted(ORDERS, route, "orders"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\"", "ü", "a.b"})
    void anArrayNameNeedsNoEscapes(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> KindSpec.exported(ORDERS, name));
    }

    @Test
    void aKindHasANameAndItsRowsAreObjects() {
        assertThatIllegalArgumentException().isThrownBy(() -> KindSpec.exported(new BatchKind(" "), "orders"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KindSpec(ORDERS, Optional.empty(), "a", false, Scalar.STRING, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KindSpec(ORDERS, Optional.empty(), "a", false, new ArrayOf(Scalar.ANY), false));
    }
}
