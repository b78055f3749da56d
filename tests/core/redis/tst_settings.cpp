#include "core/redis/settings.h"

#include <QTest>

using namespace gw::redis;

class TestSettings final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parseUrl_data();
    void parseUrl();
    void refusesUrls_data();
    void refusesUrls();
    void saysNothingOfThePassword();
    void readsTlsFromTheUrl();
};

void TestSettings::parseUrl_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("username");
    QTest::addColumn<QString>("password");
    QTest::newRow("host alone") << "redis://cache.example"
                                << "cache.example:6379/0"
                                << ""
                                << "";
    QTest::newRow("port and database") << "redis://10.0.0.1:6380/3"
                                       << "10.0.0.1:6380/3"
                                       << ""
                                       << "";
    QTest::newRow("database in the query") << "redis://h:1?db=7&x=1"
                                           << "h:1/7"
                                           << ""
                                           << "";
    QTest::newRow("password alone") << "redis://:s3cret@h/0"
                                    << "h:6379/0"
                                    << ""
                                    << "s3cret";
    QTest::newRow("encoded account") << "redis://me:a%40b%2Fc@h:1"
                                     << "h:1/0"
                                     << "me"
                                     << "a@b/c";
    QTest::newRow("address with colons") << "redis://[::1]:7000/1"
                                         << "::1:7000/1"
                                         << ""
                                         << "";
    QTest::newRow("socket") << "unix:///run/redis.sock?db=2"
                            << "/run/redis.sock/2"
                            << ""
                            << "";
    QTest::newRow("nothing but the scheme") << "redis://"
                                            << "127.0.0.1:6379/0"
                                            << ""
                                            << "";
    QTest::newRow("percent at the end") << "redis://a%4:b%@h"
                                        << "h:6379/0"
                                        << "a%4"
                                        << "b%";
}

void TestSettings::parseUrl()
{
    QFETCH(QString, url);
    const auto settings = gw::redis::parseUrl(url.toStdString());
    QVERIFY(settings.ok());
    QTEST(QString::fromStdString(settings.value().place()), "place");
    QTEST(QString::fromStdString(settings.value().username), "username");
    QTEST(QString::fromStdString(settings.value().password.reveal()), "password");
}

void TestSettings::refusesUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("says");
    QTest::newRow("no scheme") << "localhost:6379"
                               << "scheme";
    QTest::newRow("another scheme") << "http://h"
                                    << "unknown scheme";
    QTest::newRow("certificates by an unknown rule") << "rediss://h:6380?ssl_cert_reqs=maybe"
                                                     << "ssl_cert_reqs";
    QTest::newRow("port that is no number") << "redis://h:abc"
                                            << "port";
    QTest::newRow("port 0") << "redis://h:0"
                            << "port";
    QTest::newRow("database that is no number") << "redis://h/one"
                                                << "database";
    QTest::newRow("open bracket") << "redis://[::1:6379"
                                  << "bracket";
    QTest::newRow("no path") << "unix://run"
                             << "path";
}

void TestSettings::refusesUrls()
{
    QFETCH(QString, url);
    QFETCH(QString, says);
    const auto settings = gw::redis::parseUrl(url.toStdString());
    QVERIFY(!settings.ok());
    QVERIFY2(QString::fromStdString(settings.error().message).contains(says),
             settings.error().message.c_str());
}

void TestSettings::saysNothingOfThePassword()
{
    const auto settings = gw::redis::parseUrl("redis://me:s3cret@h");
    QVERIFY(settings.value().place().find("s3cret") == std::string::npos);
    const auto refused = gw::redis::parseUrl("redis://me:s3cret@h:x");
    QVERIFY(refused.error().message.find("s3cret") == std::string::npos);
}

void TestSettings::readsTlsFromTheUrl()
{
    using Tls = Settings::Tls;
    const auto tlsOf = [](const char *url) { return gw::redis::parseUrl(url).value().tls; };
    QVERIFY(tlsOf("redis://h") == Tls());
    QVERIFY(tlsOf("rediss://h/2") == (Tls{.on = true}));
    QVERIFY(tlsOf("rediss://h/2?ssl_cert_reqs=none&ssl_check_hostname=false") ==
            (Tls{.on = true, .verify = false, .checkHost = false}));
    QVERIFY(tlsOf("rediss://h?ssl_ca_certs=%2Fca.pem&ssl_certfile=/c.pem&ssl_keyfile=/k.pem&x") ==
            (Tls{.on = true, .caFile = "/ca.pem", .certificateFile = "/c.pem", .keyFile = "/k.pem"}));
    QCOMPARE(gw::redis::parseUrl("rediss://me:pw@h:6380?db=3&ssl_cert_reqs=required").value().db, 3);
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
