#include "app/backupschedule.h"
#include "core/base/clock.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::app;

namespace {

constexpr std::int64_t kDay = 86'400;
constexpr int kCheckMs = 10;

}   // namespace

class TestBackupSchedule final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void savesWhenTheNewestIsTooOld();
    void removesOldOnes();
    void doesNothingWhileItIsOff();
    void tellsOfFailuresAndGoesOn();

private:
    backup::Sources sources() const
    {
        backup::Sources out;
        out.dataFolder = m_folder->path().toStdString();
        out.configFiles = {m_config.toStdString()};
        return out;
    }
    BackupSchedule::Plan plan(std::int64_t everyS) const
    {
        return {m_folder->filePath(QStringLiteral("snapshots")).toStdString(), everyS, 3 * kDay, INT64_MAX};
    }
    std::size_t kept() const { return backup::list(plan(0).folder).size(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_config;
};

void TestBackupSchedule::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_config = m_folder->filePath(QStringLiteral("config.yaml"));
    QFile file(m_config);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{}");
}

void TestBackupSchedule::savesWhenTheNewestIsTooOld()
{
    ManualClock clock;
    BackupSchedule schedule(clock, [this] { return sources(); });
    QSignalSpy saved(&schedule, &BackupSchedule::saved);
    schedule.setPlan(plan(kDay), kCheckMs);
    QVERIFY(saved.wait());
    QCOMPARE(kept(), std::size_t{1});
    QTest::qWait(10 * kCheckMs);
    QCOMPARE(saved.size(), 1);
    clock.advanceUs((kDay - 1) * 1'000'000);
    QTest::qWait(10 * kCheckMs);
    QCOMPARE(saved.size(), 1);
    clock.advanceUs(1'000'000);
    QVERIFY(saved.wait());
    QCOMPARE(kept(), std::size_t{2});
    QVERIFY(saved.last().first().toString().isEmpty());
}

void TestBackupSchedule::removesOldOnes()
{
    ManualClock clock;
    BackupSchedule schedule(clock, [this] { return sources(); });
    QSignalSpy saved(&schedule, &BackupSchedule::saved);
    schedule.setPlan(plan(kDay), kCheckMs);
    for (int day = 0; day < 6; ++day) {
        QVERIFY(saved.wait());
        clock.advanceUs(kDay * 1'000'000);
    }
    QCOMPARE(kept(), std::size_t{4});
}

void TestBackupSchedule::doesNothingWhileItIsOff()
{
    ManualClock clock;
    BackupSchedule schedule(clock, [this] { return sources(); });
    QSignalSpy saved(&schedule, &BackupSchedule::saved);
    schedule.setPlan(plan(0), kCheckMs);
    QTest::qWait(10 * kCheckMs);
    QVERIFY(saved.isEmpty());
    schedule.setPlan(plan(kDay), kCheckMs);
    QVERIFY(saved.wait());
    schedule.setPlan(plan(0), kCheckMs);
    clock.advanceUs(10 * kDay * 1'000'000);
    QTest::qWait(10 * kCheckMs);
    QCOMPARE(saved.size(), 1);
}

void TestBackupSchedule::tellsOfFailuresAndGoesOn()
{
    ManualClock clock;
    BackupSchedule schedule(clock, [this] { return sources(); });
    QSignalSpy saved(&schedule, &BackupSchedule::saved);
    const QString ledger = m_folder->filePath(QStringLiteral("ledger.db"));
    QFile file(ledger);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(10'000, 'x'));
    file.close();
    schedule.setPlan(plan(kDay), kCheckMs);
    QVERIFY(saved.wait());
    QVERIFY(saved.last().first().toString().contains(QStringLiteral("ledger.db")));
    QCOMPARE(kept(), std::size_t{0});
    QVERIFY(QFile::remove(ledger));
    QTRY_COMPARE(kept(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestBackupSchedule)
#include "tst_backupschedule.moc"
