#include "core/base/errortable.h"
#include "core/base/json.h"
#include "core/base/resources.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace gw;

// Walks resources/errors.json against the codes and against what clients of the three dialects know.
class TestErrors final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowBelongsToACode();
    void row_data();
    void row();
    void namesAreDistinct();
};

void TestErrors::everyRowBelongsToACode()
{
    const auto table = json::parse(resource("errors.json"));
    QVERIFY(table.ok());
    const json::Object &rows = table.value().as_object();
    QSet<QString> known;
    for (int i = 0; i < kErrorCodeCount; ++i)
        known.insert(QString::fromStdString(std::string(errorName(static_cast<ErrorCode>(i)))));
    for (const auto &row : rows) {
        const QString name = QString::fromStdString(std::string(row.key()));
        QVERIFY2(known.contains(name), qPrintable(u"no code is called %1"_s.arg(name)));
    }
    QCOMPARE(static_cast<int>(rows.size()), kErrorCodeCount);
}

void TestErrors::row_data()
{
    QTest::addColumn<int>("code");
    for (int i = 0; i < kErrorCodeCount; ++i)
        QTest::newRow(errorName(static_cast<ErrorCode>(i)).data()) << i;
}

void TestErrors::row()
{
    QFETCH(int, code);
    static const QSet<QString> anthropicTypes{
        u"invalid_request_error"_s, u"authentication_error"_s, u"permission_error"_s, u"not_found_error"_s,
        u"request_too_large"_s,     u"rate_limit_error"_s,     u"api_error"_s,        u"overloaded_error"_s,
        u"billing_error"_s,         u"timeout_error"_s};
    // google.rpc.Code
    static const QSet<QString> googleStatuses{
        u"CANCELLED"_s,          u"UNKNOWN"_s,        u"INVALID_ARGUMENT"_s,    u"DEADLINE_EXCEEDED"_s,
        u"NOT_FOUND"_s,          u"ALREADY_EXISTS"_s, u"PERMISSION_DENIED"_s,   u"UNAUTHENTICATED"_s,
        u"RESOURCE_EXHAUSTED"_s, u"ABORTED"_s,        u"FAILED_PRECONDITION"_s, u"OUT_OF_RANGE"_s,
        u"UNIMPLEMENTED"_s,      u"INTERNAL"_s,       u"UNAVAILABLE"_s,         u"DATA_LOSS"_s};
    const ErrorRow &row = errorRow(static_cast<ErrorCode>(code));
    QCOMPARE(row.name, std::string(errorName(static_cast<ErrorCode>(code))));
    QVERIFY2(row.status >= 400 && row.status <= 599, qPrintable(QString::number(row.status)));
    QVERIFY(!row.errorClass.empty());
    QVERIFY2(anthropicTypes.contains(QString::fromStdString(row.anthropic)), row.anthropic.c_str());
    QVERIFY2(googleStatuses.contains(QString::fromStdString(row.google)), row.google.c_str());
    // What the caller must change stays wrong on a second attempt.
    if (row.retryable)
        QVERIFY(row.status == 408 || row.status == 429 || row.status >= 500);
}

void TestErrors::namesAreDistinct()
{
    QSet<QString> names;
    for (int i = 0; i < kErrorCodeCount; ++i)
        names.insert(QString::fromStdString(std::string(errorName(static_cast<ErrorCode>(i)))));
    QCOMPARE(static_cast<int>(names.size()), kErrorCodeCount);
}

QTEST_GUILESS_MAIN(TestErrors)
#include "tst_errors.moc"
