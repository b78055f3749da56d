#include "core/upstream/connector.h"
#include "core/upstream/publicaddress.h"

#include <QTest>

using namespace gw::upstream;

class TestPublicAddress final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsPublicFromSpecial_data();
    void tellsPublicFromSpecial();
};

void TestPublicAddress::tellsPublicFromSpecial_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *address, bool expected) {
        QTest::newRow(address) << QByteArray(address) << expected;
    };
    for (const char *address : {"8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.255.255",
                                "172.32.0.1", "169.253.1.1", "192.0.1.1", "198.17.255.255", "198.20.0.1",
                                "223.255.255.255", "11.0.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8",
                                "64:ff9b::808:808", "2002:808:808::1", "2001:4860:4860::8888"})
        row(address, true);
    for (const char *address : {"0.0.0.0",
                                "0.1.2.3",
                                "10.0.0.1",
                                "10.255.255.255",
                                "100.64.0.1",
                                "100.127.255.255",
                                "127.0.0.1",
                                "127.255.0.9",
                                "169.254.169.254",
                                "172.16.0.1",
                                "172.31.255.255",
                                "192.168.1.1",
                                "192.0.0.1",
                                "192.0.2.4",
                                "198.18.0.1",
                                "198.19.255.255",
                                "198.51.100.1",
                                "203.0.113.9",
                                "224.0.0.1",
                                "255.255.255.255",
                                "::",
                                "::1",
                                "fe80::1",
                                "fc00::1",
                                "fd12:3456::1",
                                "ff02::1",
                                "2001:db8::1",
                                "2001::1",
                                "::ffff:127.0.0.1",
                                "::ffff:10.0.0.1",
                                "64:ff9b::a9fe:a9fe",
                                "2002:7f00:1::1",
                                "2002:c0a8:101::1"})
        row(address, false);
}

void TestPublicAddress::tellsPublicFromSpecial()
{
    QFETCH(QByteArray, address);
    QFETCH(bool, expected);
    const auto addresses = literalAddresses(address.toStdString(), 80);
    QCOMPARE(addresses.size(), std::size_t{1});
    QCOMPARE(isPublicAddress(reinterpret_cast<const sockaddr *>(&addresses.front().storage)), expected);
}

QTEST_GUILESS_MAIN(TestPublicAddress)
#include "tst_publicaddress.moc"
