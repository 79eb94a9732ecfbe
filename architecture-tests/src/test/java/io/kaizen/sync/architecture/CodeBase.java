package io.kaizen.sync.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** Classes to be looked at. */
final class CodeBase {

    static final String ROOT = "io.kaizen.sync";
    static final String FIXTURES = "io.kaizen.sync.architecture.fixture";

    private static final String GENERATED = ROOT + ".adapter.persistence.jooq..";
    private static final String RELOCATED = Library.FLYWAY.packages();

    private CodeBase() {}

    /** The main code of all modules, without what jOOQ generates and what is Flyway's: nobody here wrote that. */
    static JavaClasses production() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT)
                .that(not(resideInAnyPackage(GENERATED, RELOCATED)));
    }

    /** The code base that breaks {@code rule}. */
    static JavaClasses breaking(Rule rule) {
        return new ClassFileImporter().importPackages(FIXTURES + "." + rule.fixture());
    }
}
