package dev.gork.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.PersistenceProvider;
import jakarta.persistence.spi.PersistenceProviderResolverHolder;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The entity managers of a data source, one for each JTA transaction, on the connection that the transaction has of it.
 *
 * <p>Their persistence unit is made here and stands in no persistence.xml: beside an application's only unit, which need
 * not be named, one of ours would make that ambiguous.
 */
final class EntityManagers {
    private static final String ECLIPSELINK = "org.eclipse.persistence.jpa.PersistenceProvider";

    private final String name;
    private final DataSource dataSource;
    private final TransactionSynchronizationRegistry transaction;
    private volatile @Nullable EntityManagerFactory factory;

    /**
     * Of a data source.
     *
     * @param name the unit's, for the server's log
     */
    EntityManagers(String name, DataSource dataSource, TransactionSynchronizationRegistry transaction) {
        this.name = name;
        this.dataSource = dataSource;
        this.transaction = transaction;
    }

    /**
     * Returns the one of the current transaction.
     *
     * @throws IllegalStateException if there is no transaction
     */
    EntityManager current() {
        EntityManager known = (EntityManager) transaction.getResource(this);
        if (known != null) {
            return known;
        }
        EntityManager created = create();
        created.joinTransaction();
        transaction.putResource(this, created);
        transaction.registerInterposedSynchronization(new Close(created));
        return created;
    }

    synchronized void close() {
        EntityManagerFactory known = factory;
        if (known != null) {
            known.close();
        }
    }

    /** The first one connects; a factory that could not stays broken, so the next call makes another. */
    private EntityManager create() {
        EntityManagerFactory known = factory();
        try {
            return known.createEntityManager();
        } catch (RuntimeException e) {
            discard(known);
            throw e;
        }
    }

    /** One that was closed stays: the application ends, and a new one would never be closed. */
    private synchronized void discard(EntityManagerFactory broken) {
        if (factory == broken && broken.isOpen()) {
            factory = null;
            broken.close();
        }
    }

    private EntityManagerFactory factory() {
        EntityManagerFactory known = factory;
        return known == null ? make() : known;
    }

    private synchronized EntityManagerFactory make() {
        EntityManagerFactory known = factory;
        if (known == null) {
            PersistenceUnitInfo unit = (PersistenceUnitInfo) Proxy.newProxyInstance(
                    EntityManagers.class.getClassLoader(),
                    new Class<?>[] {PersistenceUnitInfo.class},
                    (proxy, method, arguments) -> answer(method));
            known = provider().createContainerEntityManagerFactory(unit, Map.of());
            factory = known;
        }
        return known;
    }

    private static PersistenceProvider provider() {
        return PersistenceProviderResolverHolder.getPersistenceProviderResolver().getPersistenceProviders().stream()
                .min(Comparator.comparing(each -> !each.getClass().getName().equals(ECLIPSELINK)))
                .orElseThrow(() -> new IllegalStateException(
                        "There is no Jakarta Persistence provider: the server needs the feature persistence"));
    }

    /** What the provider asks of the unit. A proxy, for the type of the transaction type is another in each version. */
    private @Nullable Object answer(Method question) throws ReflectiveOperationException {
        return switch (question.getName()) {
            case "getPersistenceUnitName" -> name;
            case "getTransactionType" ->
                question.getReturnType().getField("JTA").get(null);
            case "getJtaDataSource" -> dataSource;
            case "getManagedClassNames" -> List.of(NoEntities.class.getName());
            case "excludeUnlistedClasses" -> true;
            case "getSharedCacheMode" -> SharedCacheMode.NONE;
            case "getValidationMode" -> ValidationMode.NONE;
            case "getMappingFileNames", "getJarFileUrls", "getQualifierAnnotationNames" -> List.of();
            case "getPersistenceUnitRootUrl" ->
                EntityManagers.class.getProtectionDomain().getCodeSource().getLocation();
            case "getPersistenceXMLSchemaVersion" -> "3.0";
            case "getClassLoader", "getNewTempClassLoader" -> EntityManagers.class.getClassLoader();
            case "getProperties" -> properties();
            case "hashCode" -> System.identityHashCode(this);
            case "toString" -> name;
            default -> null;
        };
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("eclipselink.target-server", "WebSphere_Liberty");
        properties.put("eclipselink.weaving", "false");
        properties.put("eclipselink.session-name", name + "-" + UUID.randomUUID());
        return properties;
    }

    private record Close(EntityManager entityManager) implements Synchronization {
        @Override
        public void beforeCompletion() {
            // it is still used
        }

        @Override
        public void afterCompletion(int status) {
            entityManager.close();
        }
    }
}
