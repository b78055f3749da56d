#include "core/config/yamlreader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::config;

class TestReadCache final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isOffUnlessSwitchedOn();
    void readsEveryParameter();
    void readsTls();
    void choosesItsStore_data();
    void choosesItsStore();
    void tellsWhatIsWrong_data();
    void tellsWhatIsWrong();
    void sharesRouterStateThroughTheNamedRedis();
    void keepsPasswordsOutOfRaw();

private:
    LoadOutcome load(const QByteArray &text);

    QTemporaryDir m_folder;
    std::map<std::string, std::string> m_environment;
};

LoadOutcome TestReadCache::load(const QByteArray &text)
{
    const QString path = m_folder.filePath(QStringLiteral("config.yaml"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write");
    file.close();
    LoadOptions options;
    options.path = path.toStdString();
    options.environment = [this](const std::string &name) -> std::optional<std::string> {
        const auto found = m_environment.find(name);
        return found == m_environment.end() ? std::nullopt : std::optional(found->second);
    };
    LoadOutcome outcome = loadConfig(options);
    m_environment.clear();
    return outcome;
}

void TestReadCache::isOffUnlessSwitchedOn()
{
    QVERIFY(!load("litellm_settings: {cache_params: {type: local}}\n").config->cache.on);
    QVERIFY(load("litellm_settings: {cache: True, cache_params: {type: local}}\n").config->cache.on);
    QVERIFY(load("router_settings: {cache_responses: true}\n").config->cache.on);
}

void TestReadCache::readsEveryParameter()
{
    m_environment = {{"PW", "s3cret"}};
    const LoadOutcome outcome = load(
        "litellm_settings:\n  cache: true\n  cache_params:\n    type: redis\n    host: 10.1.1.1\n    port: "
        "\"6380\"\n"
        "    username: me\n    password: os.environ/PW\n    db: 2\n    ttl: 600\n    default_in_memory_ttl: "
        "30\n"
        "    default_in_redis_ttl: 900.5\n    namespace: team.one\n    supported_call_types: [acompletion]\n"
        "    mode: default_off\n    disk_cache_dir: there\n    max_size_in_memory: 500\n    socket_timeout: "
        "0.25\n"
        "router_settings: {caching_groups: [[a, b], [c]]}\n"
        "portico_settings: {cache_scope: team, cache_mb: 7, cache_disk_mb: 9}\n");
    QVERIFY2(outcome.ok(), outcome.problem().c_str());
    const CacheParams &cache = outcome.config->cache;
    QVERIFY(cache.on && cache.store == CacheParams::Store::Redis && !cache.defaultOn);
    QCOMPARE(cache.redis.host, std::string("10.1.1.1"));
    QCOMPARE(cache.redis.port, 6380);
    QCOMPARE(cache.redis.username, std::string("me"));
    QCOMPARE(cache.redis.password.reveal(), std::string("s3cret"));
    QCOMPARE(cache.redis.db, 2);
    QCOMPARE(cache.redis.timeoutS.value(), 0.25);
    QCOMPARE(cache.ttlS.value(), 600.0);
    QCOMPARE(cache.memoryTtlS.value(), 30.0);
    QCOMPARE(cache.redisTtlS.value(), 900.5);
    QCOMPARE(cache.nameSpace, std::string("team.one"));
    QCOMPARE(cache.callTypes.value(), std::vector<std::string>{"acompletion"});
    QCOMPARE(QString::fromStdString(cache.diskFolder), m_folder.filePath(QStringLiteral("there")));
    QCOMPARE(cache.maxEntries, 500);
    QVERIFY(cache.scope == CacheParams::Scope::Team);
    QCOMPARE(cache.memoryMb, 7);
    QCOMPARE(cache.diskMb, 9);
    QCOMPARE(cache.groups, (std::vector<std::vector<std::string>>{{"a", "b"}, {"c"}}));
    QVERIFY(load("litellm_settings: {cache: true, cache_params: {type: local, supported_call_types: []}}\n")
                .config->cache.callTypes.value()
                .empty());
}

void TestReadCache::readsTls()
{
    const auto redis = [this](const QByteArray &params) {
        return load("litellm_settings: {cache: true, cache_params: {type: redis, " + params + "}}\n")
            .config->cache.redis;
    };
    QVERIFY(!redis("host: h").tls);
    const RedisPlace plain = redis("host: h, ssl: true");
    QVERIFY(plain.tls && plain.tlsVerify && plain.tlsCheckHost && plain.tlsCaFile.empty());
    const RedisPlace all = redis("host: h, ssl: true, ssl_cert_reqs: none, ssl_check_hostname: false, "
                                 "ssl_ca_certs: /ca, ssl_certfile: /cert, ssl_keyfile: /key");
    QVERIFY(!all.tlsVerify && !all.tlsCheckHost);
    QCOMPARE(all.tlsCaFile, std::string("/ca"));
    QCOMPARE(all.tlsCertificateFile, std::string("/cert"));
    QCOMPARE(all.tlsKeyFile, std::string("/key"));
    QVERIFY(!redis("host: h, ssl: true, ssl_cert_reqs: null").tlsVerify);   // Python's None.
    const LoadOutcome wrong =
        load("litellm_settings: {cache: true, cache_params: {type: redis, host: h, ssl_cert_reqs: maybe}}\n");
    QVERIFY(wrong.problem().find("none, optional or required") != std::string::npos);
    m_environment = {{"REDIS_SSL", "True"}};
    QVERIFY(redis("host: h").tls);
    QVERIFY(!redis("host: h, ssl: false").tls);
}

void TestReadCache::choosesItsStore_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<int>("store");
    QTest::addColumn<QByteArray>("warning");
    const int memory = static_cast<int>(CacheParams::Store::Memory);
    const int redis = static_cast<int>(CacheParams::Store::Redis);
    const int disk = static_cast<int>(CacheParams::Store::Disk);
    QTest::newRow("nothing said") << QByteArray() << QByteArray() << memory << QByteArray("kept in memory");
    QTest::newRow("Redis of the environment")
        << QByteArray() << QByteArray("10.0.0.9") << redis << QByteArray();
    QTest::newRow("host alone") << QByteArray("host: h") << QByteArray() << redis << QByteArray();
    QTest::newRow("URL alone") << QByteArray("url: redis://h") << QByteArray() << redis << QByteArray();
    QTest::newRow("memory though there is a Redis")
        << QByteArray("type: local") << QByteArray("10.0.0.9") << memory << QByteArray();
    QTest::newRow("disk") << QByteArray("type: disk") << QByteArray() << disk << QByteArray();
    QTest::newRow("a bucket") << QByteArray("type: s3") << QByteArray() << memory
                              << QByteArray("type s3 is not");
    QTest::newRow("meaning") << QByteArray("type: qdrant-semantic") << QByteArray() << memory
                             << QByteArray("qdrant-semantic is not");
    QTest::newRow("a cluster") << QByteArray("host: h, redis_startup_nodes: [{host: a}]") << QByteArray()
                               << redis << QByteArray("without cluster");
}

void TestReadCache::choosesItsStore()
{
    QFETCH(QByteArray, params);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, warning);
    if (!host.isEmpty())
        m_environment["REDIS_HOST"] = host.toStdString();
    const LoadOutcome outcome =
        load("litellm_settings: {cache: true" +
             (params.isEmpty() ? params : ", cache_params: {" + params + "}") + "}\n");
    QVERIFY2(outcome.ok(), outcome.problem().c_str());
    QTEST(static_cast<int>(outcome.config->cache.store), "store");
    if (!host.isEmpty())
        QCOMPARE(outcome.config->cache.redis.host, host.toStdString());
    QByteArray all;
    for (const Diagnostic &diagnostic : outcome.diagnostics)
        all += QByteArray::fromStdString(toText(diagnostic)) + '\n';
    QVERIFY2(warning.isEmpty() ? all.isEmpty() : all.contains(warning), all.constData());
}

void TestReadCache::tellsWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("unknown type") << QByteArray("type: memcached") << QByteArray("cache_params.type");
    QTest::newRow("port out of range")
        << QByteArray("host: h, port: 70000") << QByteArray("cache_params.port");
    QTest::newRow("database below 0") << QByteArray("host: h, db: -1") << QByteArray("cache_params.db");
    QTest::newRow("unknown mode") << QByteArray("type: local, mode: on_demand")
                                  << QByteArray("cache_params.mode");
    QTest::newRow("time that is no number")
        << QByteArray("type: local, ttl: long") << QByteArray("cache_params.ttl");
}

void TestReadCache::tellsWhatIsWrong()
{
    QFETCH(QByteArray, params);
    QFETCH(QByteArray, path);
    const LoadOutcome outcome = load("litellm_settings: {cache: true, cache_params: {" + params + "}}\n");
    QVERIFY(!outcome.ok());
    QVERIFY2(QByteArray::fromStdString(outcome.problem()).contains(path), outcome.problem().c_str());
    const LoadOutcome unknown = load("litellm_settings: {cache_params: {type: local, naemspace: x}}\n");
    QVERIFY(unknown.ok());
    QVERIFY(toText(unknown.diagnostics.front()).find("Did you mean 'namespace'?") != std::string::npos);
}

void TestReadCache::sharesRouterStateThroughTheNamedRedis()
{
    QVERIFY(!load("litellm_settings: {cache: true, cache_params: {type: local}}\n").config->sharedState);
    const auto own =
        load("router_settings: {redis_host: h, redis_port: 7, redis_password: p, redis_db: 4}\n");
    QVERIFY(own.ok());
    QCOMPARE(own.config->sharedState->host, std::string("h"));
    QCOMPARE(own.config->sharedState->port, 7);
    QCOMPARE(own.config->sharedState->db, 4);
    QCOMPARE(own.config->sharedState->password.reveal(), std::string("p"));
    const auto cache = load("litellm_settings: {cache: true, cache_params: {type: redis, host: c}}\n");
    QCOMPARE(cache.config->sharedState->host, std::string("c"));
    m_environment["REDIS_URL"] = "redis://elsewhere";
    const auto host = load("router_settings: {redis_host: h}\n");
    QVERIFY(host.config->sharedState->url.isEmpty());
}

void TestReadCache::keepsPasswordsOutOfRaw()
{
    const LoadOutcome outcome = load(
        "litellm_settings: {cache: true, cache_params: {url: \"redis://:leak-1@h\", password: leak-2}}\n");
    QVERIFY(outcome.ok());
    QCOMPARE(outcome.config->cache.redis.url.reveal(), std::string("redis://:leak-1@h"));
    const std::string raw = json::serialize(outcome.config->litellm.raw);
    QVERIFY2(raw.find("leak") == std::string::npos, raw.c_str());
}

QTEST_GUILESS_MAIN(TestReadCache)
#include "tst_readcache.moc"
