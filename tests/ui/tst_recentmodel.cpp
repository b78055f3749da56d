#include "ui/framework/rowview.h"
#include "ui/models/recentmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace gw;
using namespace Qt::StringLiterals;
using ui::RecentModel;

namespace {

client::RequestRow row(std::uint64_t id, std::int64_t startedUs)
{
    client::RequestRow row;
    row.request = {1, id};
    row.startedUs = startedUs;
    row.durationUs = 1'500'000;
    row.firstByteUs = 250'000;
    row.client = u"curl"_s;
    row.requestedModel = u"fast"_s;
    row.servedModel = u"gpt"_s;
    row.status = 200;
    row.input = 1234;
    row.output = 56;
    row.costPico = 12'345'600'000;
    return row;
}

}   // namespace

class TestRecentModel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void showsARowAsText();
    void cell_data();
    void cell();
    void putsNewRowsOnTop();
    void mergesWhatTheLedgerTells();
    void staysWithinItsBound();
};

void TestRecentModel::showsARowAsText()
{
    RecentModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({row(1, 1)});
    const auto text = [&](int column) { return model.index(0, column).data().toString(); };
    QCOMPARE(text(RecentModel::Client), u"curl"_s);
    QCOMPARE(text(RecentModel::Route), u"fast"_s);
    QCOMPARE(model.index(0, RecentModel::Route).data(ui::CellDetailRole).toString(), u"gpt"_s);
    QCOMPARE(text(RecentModel::Status), u"200"_s);
    QCOMPARE(text(RecentModel::Tokens), u"1.2k / 56"_s);
    QCOMPARE(text(RecentModel::Cost), u"$0.0123"_s);
    QCOMPARE(text(RecentModel::FirstByte), u"250 ms"_s);
    QCOMPARE(text(RecentModel::Total), u"1.50 s"_s);
    QCOMPARE(model.index(0, RecentModel::Cost).data(RecentModel::kSortRole).toLongLong(), 12'345'600'000);
}

void TestRecentModel::cell_data()
{
    QTest::addColumn<client::RequestRow>("row");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("expectedText");
    client::RequestRow unpriced = row(1, 1);
    unpriced.unpriced = true;
    QTest::newRow("a model without a price says so") << unpriced << int(RecentModel::Cost) << u"no price"_s;
    client::RequestRow estimated = row(1, 1);
    estimated.estimated = true;
    QTest::newRow("an estimate is marked") << estimated << int(RecentModel::Cost) << u"≈ $0.0123"_s;
    client::RequestRow refused = row(1, 1);
    refused.status = 429;
    refused.costPico = 0;
    refused.input = refused.output = refused.firstByteUs = -1;
    QTest::newRow("a refused request has no cost") << refused << int(RecentModel::Cost) << u"–"_s;
    QTest::newRow("unknown usage is a dash") << refused << int(RecentModel::Tokens) << u"–"_s;
    QTest::newRow("no first byte is a dash") << refused << int(RecentModel::FirstByte) << u"–"_s;
    client::RequestRow free = row(1, 1);
    free.costPico = 0;
    QTest::newRow("a free answer cost zero") << free << int(RecentModel::Cost) << u"$0.0000"_s;
    client::RequestRow named = row(1, 1);
    named.keyAlias = u"work"_s;
    QTest::newRow("a named key stands beside the program")
        << named << int(RecentModel::Client) << u"curl · work"_s;
}

void TestRecentModel::cell()
{
    QFETCH(const client::RequestRow, row);
    QFETCH(const int, column);
    QFETCH(const QString, expectedText);
    RecentModel model;
    model.setRows({row});
    QCOMPARE(model.index(0, column).data().toString(), expectedText);
}

void TestRecentModel::putsNewRowsOnTop()
{
    RecentModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({row(1, 1)});
    QSignalSpy inserted(&model, &RecentModel::rowsInserted);
    model.prepend({row(3, 3), row(2, 2)});
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.row(0).request, (Id128{1, 3}));
    // The same request told again is the same row.
    client::RequestRow again = row(2, 2);
    again.status = 500;
    model.prepend({again});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.row(1).status, 500);
}

void TestRecentModel::mergesWhatTheLedgerTells()
{
    RecentModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.prepend({row(3, 3), row(2, 2)});
    model.setRows({row(2, 2), row(1, 1)});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.row(0).request, (Id128{1, 3}));
    QCOMPARE(model.row(2).request, (Id128{1, 1}));
}

void TestRecentModel::staysWithinItsBound()
{
    RecentModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int i = 0; i < 3; ++i) {
        QList<client::RequestRow> batch;
        for (int j = 0; j < 30; ++j)
            batch.prepend(row(std::uint64_t(i * 30 + j), i * 30 + j));
        model.prepend(batch);
    }
    QCOMPARE(model.rowCount(), RecentModel::kMaxRows);
    QCOMPARE(model.row(0).request, (Id128{1, 89}));
}

QTEST_GUILESS_MAIN(TestRecentModel)
#include "tst_recentmodel.moc"
