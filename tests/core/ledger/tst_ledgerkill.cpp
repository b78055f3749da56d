#include <QCoreApplication>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <cstring>
#include <set>
#include <unistd.h>

#include "ledgersupport.h"

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

constexpr int kKills = 20;

WriterOptions optionsFor(const std::string &folder)
{
    return {.folder = folder, .workers = 2, .segmentBytes = 64 << 10, .drainMs = 10, .commitMs = 40};
}

// The process that gets killed: says each id on standard output after its close() has returned.
int writeUntilKilled(const char *folder)
{
    Ledger ledger(optionsFor(folder));
    if (!ledger.start().ok())
        return 1;
    for (std::uint64_t i = 0;; ++i) {
        OpenRecord open = openRecord(i);
        open.request = makeId();
        Journal &journal = ledger.journal(static_cast<int>(i % 2));
        journal.open(open);
        if (i % 50 == 49)
            ::usleep(1000);   // The moment of the kill matters, not how much is written until then.
        if (i % 10 == 3)
            continue;   // Never closed.
        journal.progress({.request = open.request, .attempt = 0, .outputSoFar = 5});
        journal.close(closeRecord(open, 1000));
        const std::string line = open.request.toString() + "\n";
        if (::write(STDOUT_FILENO, line.data(), line.size()) < 0)
            return 2;
    }
}

}   // namespace

class TestLedgerKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesNoConfirmedRow();
};

void TestLedgerKill::losesNoConfirmedRow()
{
    QTemporaryDir folder;
    std::set<std::string> confirmed;
    std::uint64_t opened = 0;
    for (int round = 0; round < kKills; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--write-until-killed"), folder.path()});
        QVERIFY(child.waitForStarted());
        QVERIFY(child.waitForReadyRead(10'000));
        // From right after the first row to well into the commits.
        child.waitForFinished(QRandomGenerator::global()->bounded(1, 120));
        ::kill(static_cast<pid_t>(child.processId()), SIGKILL);
        QVERIFY(child.waitForFinished(10'000));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        for (const QByteArray &line : child.readAllStandardOutput().split('\n'))
            if (line.size() == 36)
                confirmed.insert(line.toStdString());
    }
    QVERIFY(!confirmed.empty());

    Ledger ledger(optionsFor(folder.path().toStdString()));
    QVERIFY(ledger.start().ok());
    const Counters counters = ledger.counters();
    opened += counters.opened;
    QCOMPARE(counters.opened, counters.closed + counters.broken);
    ledger.stop();

    LedgerReader reader(folder.path().toStdString());
    std::set<std::string> rows;
    Totals recount;
    std::optional<Cursor> before;
    for (;;) {
        const Page page = pageOf(reader, {.filter = {}, .before = before, .limit = 5000});
        for (const Row &row : page.rows) {
            QVERIFY2(rows.insert(row.open.request.toString()).second, "each attempt once");
            recount += totalsOf(row);
            QVERIFY(row.close.ending == Ending::Broken || row.close.costPico == 1000);
        }
        if (!page.next)
            break;
        before = page.next;
    }
    for (const std::string &id : confirmed)
        QVERIFY2(rows.contains(id), id.c_str());
    const Totals totals = totalsBy(reader, Dimension::All, "");
    QVERIFY2(totals == recount, "roll-ups equal a recount");
    QCOMPARE(totals.attempts, static_cast<std::int64_t>(rows.size()));
    QVERIFY(totals.broken > 0);
    qInfo("%d kills, %zu confirmed closes, %zu rows, %lld of them broken", kKills, confirmed.size(),
          rows.size(), static_cast<long long>(totals.broken));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && std::strcmp(argv[1], "--write-until-killed") == 0)
        return writeUntilKilled(argv[2]);
    TestLedgerKill test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ledgerkill.moc"
