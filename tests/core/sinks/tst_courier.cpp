#include "core/sinks/courier.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <set>

#include "sinksupport.h"

using namespace gw;
using namespace gw::sinks;
using namespace gw::sinks::test;

namespace {

// Takes webhook posts; answers with the statuses it is given, then with 200. 0 closes without an answer.
class Receiver final : public QTcpServer
{
public:
    Receiver()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { take(socket); });
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(serverPort()) + "/hook"; }

    std::vector<int> statuses;
    std::vector<std::vector<std::string>> batches;   // Ids of what was sent, taken or not.
    std::vector<std::string> taken;

private:
    void take(QTcpSocket *socket)
    {
        QByteArray &bytes = m_bytes[socket];
        bytes += socket->readAll();
        const qsizetype head = bytes.indexOf("\r\n\r\n");
        const qsizetype at = bytes.toLower().indexOf("content-length: ");
        if (head < 0 || at < 0)
            return;
        const qsizetype length = bytes.mid(at + 16, bytes.indexOf("\r\n", at) - at - 16).toLongLong();
        if (bytes.size() < head + 4 + length)
            return;
        const auto value = json::parse(bytes.mid(head + 4, length).toStdString());
        bytes.clear();
        std::vector<std::string> ids;
        for (const json::Value &payload : value.value().as_array())
            ids.emplace_back(payload.at("id").as_string());
        batches.push_back(ids);
        int status = 200;
        if (!statuses.empty()) {
            status = statuses.front();
            statuses.erase(statuses.begin());
        }
        if (status == 0)
            return socket->abort();
        if (status == 200)
            taken.insert(taken.end(), ids.begin(), ids.end());
        socket->write("HTTP/1.1 " + QByteArray::number(status) + " x\r\nContent-Length: 2\r\n\r\n{}");
    }
    std::map<QTcpSocket *, QByteArray> m_bytes;
};

}   // namespace

class TestCourier final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void tellsInOrder();
    void triesAgainUntilItIsTaken();
    void losesWhatIsRefused();
    void halvesWhatIsTooLarge();
    void goesOnWhereItWas();
    void aCrashBeforeThePositionRepeatsOneBatch();
    void skipsWhatIsTooMuch();
    void skipsWhatIsTooOld();
    void tellsOnlyWhatIsWanted();
    void endsWhileItWaits();

private:
    void write(std::uint64_t from, std::uint64_t to, bool fails = false);
    std::unique_ptr<Courier> courier(std::int64_t backlogRows = 1'000'000, std::int64_t backlogHours = 0);
    bool told(std::size_t count)
    {
        return QTest::qWaitFor([&] { return m_receiver->taken.size() >= count; }, 10'000);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ledger::Ledger> m_ledger;
    std::unique_ptr<Receiver> m_receiver;
    bool m_onFailure = true;
};

void TestCourier::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_ledger =
        std::make_unique<ledger::Ledger>(ledger::Ledger::Options{m_folder->path().toStdString(), 1, "g"});
    m_ledger->setFeeding(true);
    QVERIFY(m_ledger->start().ok());
    m_receiver = std::make_unique<Receiver>();
    m_onFailure = true;
}

void TestCourier::cleanup()
{
    m_ledger->stop();
    m_ledger.reset();
    m_receiver.reset();
}

// Rows of the present, with their numbers as ids.
void TestCourier::write(std::uint64_t from, std::uint64_t to, bool fails)
{
    for (std::uint64_t i = from; i < to; ++i) {
        ledger::OpenRecord open = ledger::test::openRecord(i, SystemClock().unixUs());
        open.request.low = (std::uint64_t{1} << 63) | i;
        ledger::CloseRecord close = ledger::test::closeRecord(open);
        close.outcome = fails ? ledger::Outcome::UpstreamError : ledger::Outcome::Success;
        m_ledger->journal(0).open(open);
        m_ledger->journal(0).close(close);
    }
    ledger::test::flushed(*m_ledger);
}

std::unique_ptr<Courier> TestCourier::courier(std::int64_t backlogRows, std::int64_t backlogHours)
{
    CourierSetup setup;
    setup.ledgerFolder = setup.progressFolder = m_folder->path().toStdString();
    setup.sink.name = "webhook";
    setup.sink.url = Secret(m_receiver->url());
    setup.sink.onSuccess = true;
    setup.sink.onFailure = m_onFailure;
    setup.backlogRows = backlogRows;
    if (backlogHours != 0)
        setup.backlogUs = backlogHours * 3'600'000'000;
    setup.firstWaitMs = 5;
    setup.mostWaitMs = 20;
    return std::make_unique<Courier>(std::move(setup), *m_ledger, std::make_shared<const ApiBases>());
}

void TestCourier::tellsInOrder()
{
    write(0, 3);   // Of before: nobody wanted to know.
    const auto one = courier();
    write(3, 33);
    one->wake();
    QVERIFY(told(30));
    QTRY_COMPARE(one->state().backlog, std::int64_t(0));
    QCOMPARE(m_receiver->taken.size(), std::size_t(30));
    for (std::size_t i = 0; i < 30; ++i)
        QVERIFY(m_receiver->taken[i].ends_with((i + 3 < 16 ? "0" : "") +
                                               QByteArray::number(i + 3, 16).toStdString()));
    QCOMPARE(one->state().sent, std::uint64_t(30));
}

void TestCourier::triesAgainUntilItIsTaken()
{
    m_receiver->statuses = {500, 0, 429, 408, 503};
    const auto one = courier();
    write(0, 5);
    one->wake();
    QVERIFY(told(5));
    QTRY_COMPARE(one->state().problem, std::string());
    QCOMPARE(m_receiver->batches.size(), std::size_t(6));
    QCOMPARE(m_receiver->batches.front(), m_receiver->batches.back());
    // A connection that is closed without an answer may be repeated by the library.
    QVERIFY(one->state().retries >= 4);
    QCOMPARE(one->state().lost, std::uint64_t(0));
}

void TestCourier::losesWhatIsRefused()
{
    m_receiver->statuses = {401};
    const auto one = courier();
    write(0, 15);
    one->wake();
    QVERIFY(told(5));
    QTRY_COMPARE(one->state().backlog, std::int64_t(0));
    QCOMPARE(one->state().lost, std::uint64_t(10));
}

void TestCourier::halvesWhatIsTooLarge()
{
    m_receiver->statuses = {413, 413};
    const auto one = courier();
    write(0, 10);
    one->wake();
    QVERIFY(told(10));
    QTRY_COMPARE(one->state().backlog, std::int64_t(0));
    std::vector<std::size_t> sizes;
    for (const auto &batch : m_receiver->batches)
        sizes.push_back(batch.size());
    QCOMPARE(sizes, (std::vector<std::size_t>{10, 5, 2, 3, 5}));
    QCOMPARE(std::set<std::string>(m_receiver->taken.begin(), m_receiver->taken.end()).size(),
             std::size_t(10));
}

void TestCourier::goesOnWhereItWas()
{
    {
        const auto one = courier();
        write(0, 10);
        one->wake();
        QVERIFY(told(10));
        QTRY_COMPARE(one->state().backlog, std::int64_t(0));
    }
    write(10, 20);   // While nobody tells.
    const auto next = courier();
    QVERIFY(told(20));
    QTRY_COMPARE(next->state().backlog, std::int64_t(0));
    QCOMPARE(m_receiver->taken.size(), std::size_t(20));
}

void TestCourier::aCrashBeforeThePositionRepeatsOneBatch()
{
    Progress progress(m_folder->path().toStdString(), "webhook");
    {
        const auto one = courier();
        write(0, 40);
        one->wake();
        QVERIFY(told(40));
        QTRY_COMPARE(one->state().backlog, std::int64_t(0));
    }
    // As it is when the receiver has taken the last batch and the power goes.
    QVERIFY(progress.write(progress.read().value() - 10));
    const auto next = courier();
    QVERIFY(told(50));
    QTRY_COMPARE(next->state().backlog, std::int64_t(0));
    QCOMPARE(m_receiver->batches.back(), m_receiver->batches[m_receiver->batches.size() - 2]);
    QCOMPARE(std::set<std::string>(m_receiver->taken.begin(), m_receiver->taken.end()).size(),
             std::size_t(40));
}

void TestCourier::skipsWhatIsTooMuch()
{
    {
        const auto one = courier();
    }
    write(0, 50);
    const auto next = courier(20);
    QVERIFY(told(20));
    QTRY_COMPARE(next->state().backlog, std::int64_t(0));
    QCOMPARE(next->state().lost, std::uint64_t(30));
    QCOMPARE(m_receiver->taken.size(), std::size_t(20));
}

void TestCourier::skipsWhatIsTooOld()
{
    const auto one = courier(1'000'000, 1);
    ledger::OpenRecord old = ledger::test::openRecord(7, SystemClock().unixUs() - 7'200'000'000);
    m_ledger->journal(0).open(old);
    m_ledger->journal(0).close(ledger::test::closeRecord(old));
    write(1, 3);
    one->wake();
    QVERIFY(told(2));
    QCOMPARE(one->state().lost, std::uint64_t(1));
}

void TestCourier::tellsOnlyWhatIsWanted()
{
    m_onFailure = false;
    const auto one = courier();
    write(0, 5, true);
    write(5, 7);
    one->wake();
    QVERIFY(told(2));
    QTRY_COMPARE(one->state().backlog, std::int64_t(0));
    QCOMPARE(m_receiver->taken.size(), std::size_t(2));
    QCOMPARE(one->state().lost, std::uint64_t(0));
}

void TestCourier::endsWhileItWaits()
{
    m_receiver->statuses = std::vector<int>(1000, 500);
    auto one = courier();
    write(0, 5);
    one->wake();
    QVERIFY(QTest::qWaitFor([&] { return m_receiver->batches.size() > 2; }, 10'000));
    one.reset();
    m_receiver->statuses.clear();
    one = courier();
    QVERIFY(told(5));
}

QTEST_GUILESS_MAIN(TestCourier)
#include "tst_courier.moc"
