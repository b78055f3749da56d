#include "core/access/edit.h"
#include "core/client/forecast.h"
#include "core/localclient/inprocessspend.h"
#include "tests/support/bulkledger.h"

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <future>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kDollar = 1'000'000'000'000;
constexpr std::int64_t kEpochJulianDay = 2'440'588;
constexpr int kRequests = 1'000'000;
// On a machine with other work a figure may be this many times the one that is promised.
constexpr int kSlack = 5;

// The day of ledger::test::kNoonUs.
constexpr std::int64_t kDay = ledger::test::kNoonUs / ledger::test::kDayUs + kEpochJulianDay;

ledger::OpenRecord opened(std::uint64_t number, const char *client, int daysAgo = 0)
{
    ledger::OpenRecord open =
        ledger::test::openRecord(number, ledger::test::kNoonUs - daysAgo * ledger::test::kDayUs);
    open.client = client;
    open.modelGroup = open.requestedModel = "any";
    return open;
}

}   // namespace

// Spend of a real ledger.
class TestSpend final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sumsByProgramAndDay();
    void namesKeysAndTeams();
    void givesFiltersThatFindTheRows_data();
    void givesFiltersThatFindTheRows();
    void countsARequestForEachOfItsTags();
    void tellsOfAllGatewaysWhenAsked();
    void reckonsToTheLastDigit();
    void leavesOverWhatHasPricesOfItsOwn();
    void asksWhatAnotherModelWouldHaveCost();
    void pricesLongPromptsAtTheirTier();
    void saysNothingOfADeploymentWithoutPrice();
    void forecastsByTheLastDays_data();
    void forecastsByTheLastDays();
    void answersAtOnceOverAMillionRows();

private:
    void write(ledger::OpenRecord open, std::int64_t costPico = kDollar, const chat::Usage *usage = nullptr);
    void start();
    SpendReport report(SpendBy by, SpendDays days = {kDay - 6, kDay}, SpendOf of = SpendOf::ThisGateway);
    SpendArithmetic arithmetic(const QString &filter);
    WhatIf whatIf(const QString &deployment);
    void table(const char *model, std::map<std::string, std::string> prices);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ledger::Ledger> m_ledger;
    std::unique_ptr<access::Directory> m_directory;
    SystemClock m_clock;
    std::optional<pricing::PriceTable> m_prices;
    std::shared_ptr<config::Config> m_config;
    routing::TablePtr m_table;
    std::unique_ptr<ledger::LedgerReader> m_all;
    std::unique_ptr<InProcessSpend> m_client;
    Token m_last = 0;
};

void TestSpend::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_ledger =
        std::make_unique<ledger::Ledger>(ledger::Ledger::Options{m_folder->path().toStdString(), 1, "g"});
    QVERIFY(m_ledger->start().ok());
    auto prices = pricing::PriceTable::builtin();
    QVERIFY(prices.ok());
    m_prices.emplace(std::move(prices).value());
}

void TestSpend::cleanup()
{
    m_client.reset();
    m_all.reset();
    m_directory.reset();
    m_ledger.reset();
    m_folder.reset();
}

void TestSpend::write(ledger::OpenRecord open, std::int64_t costPico, const chat::Usage *usage)
{
    ledger::CloseRecord close = ledger::test::closeRecord(open, costPico);
    if (usage)
        close.usage = *usage;
    m_ledger->journal(0).open(open);
    m_ledger->journal(0).close(close);
}

void TestSpend::start()
{
    if (m_ledger)
        ledger::test::flushed(*m_ledger);
    m_client = std::make_unique<InProcessSpend>(SpendParts{.ledgerFolder = m_folder->path().toStdString(),
                                                           .directory = m_directory.get(),
                                                           .prices = &*m_prices,
                                                           .routes = [this] { return m_table; },
                                                           .nextToken = [this] { return ++m_last; },
                                                           .all = m_all.get()});
}

SpendReport TestSpend::report(SpendBy by, SpendDays days, SpendOf of)
{
    SpendReport out;
    bool told = false;
    const QObject scope;
    connect(m_client.get(), &SpendClient::reportReady, &scope, [&](Token token, const SpendReport &with) {
        told = token == m_last;
        out = with;
    });
    m_client->requestReport(by, days, of);
    [&] { QTRY_VERIFY_WITH_TIMEOUT(told, 20'000); }();
    return out;
}

SpendArithmetic TestSpend::arithmetic(const QString &filter)
{
    SpendArithmetic out;
    bool told = false;
    const QObject scope;
    connect(m_client.get(), &SpendClient::arithmeticReady, &scope,
            [&](Token token, const SpendArithmetic &with) {
                told = token == m_last;
                out = with;
            });
    m_client->requestArithmetic(filter, {kDay - 6, kDay});
    [&] { QTRY_VERIFY_WITH_TIMEOUT(told, 60'000); }();
    return out;
}

WhatIf TestSpend::whatIf(const QString &deployment)
{
    WhatIf out;
    bool told = false;
    const QObject scope;
    connect(m_client.get(), &SpendClient::whatIfReady, &scope, [&](Token token, const WhatIf &with) {
        told = token == m_last;
        out = with;
    });
    m_client->requestWhatIf({}, {kDay - 6, kDay}, deployment);
    [&] { QTRY_VERIFY_WITH_TIMEOUT(told, 20'000); }();
    return out;
}

void TestSpend::table(const char *model, std::map<std::string, std::string> prices)
{
    m_config = std::make_shared<config::Config>();
    config::Deployment one;
    one.modelName = "other";
    one.params.model = model;
    one.params.apiBase = "http://127.0.0.1:9/v1";
    one.params.prices = std::move(prices);
    one.info.id = "d9";
    m_config->deployments = {one};
    m_table =
        std::make_shared<const routing::Table>(m_config, providers::Catalog::builtIn(),
                                               [](std::string_view) { return std::optional<std::string>(); });
}

void TestSpend::sumsByProgramAndDay()
{
    write(opened(1, "claude-cli/2.0"), 3 * kDollar);
    write(opened(2, "claude-cli/2.1", 1), 4 * kDollar);
    write(opened(3, "codex/1.4"), 2 * kDollar);
    write(opened(4, "codex/1.4", 9), 5 * kDollar);
    start();
    const SpendReport told = report(SpendBy::Program);
    QCOMPARE(told.names.size(), 2u);
    // Versions of one program are together.
    QCOMPARE(told.names[0].name, u"claude-cli"_s);
    QCOMPARE(told.names[0].sums.costPico, 7 * kDollar);
    QCOMPARE(told.names[0].sums.requests, 2);
    QCOMPARE(told.names[0].costByDay, (std::vector<std::int64_t>{0, 0, 0, 0, 0, 4 * kDollar, 3 * kDollar}));
    QCOMPARE(told.names[1].name, u"codex"_s);
    QCOMPARE(told.all.costPico, 9 * kDollar);
    QCOMPARE(told.all.input, 300);
    QCOMPARE(told.all.cacheRead, 120);
    QCOMPARE(told.beforePico, 5 * kDollar);
    QCOMPARE(told.costByDay.back(), 5 * kDollar);
    QVERIFY(told.problem.isEmpty());
}

void TestSpend::namesKeysAndTeams()
{
    auto directory = access::Directory::open(m_folder->filePath(u"access.db"_s).toStdString(), m_clock);
    QVERIFY(directory.ok());
    m_directory = std::move(directory).value();
    std::promise<void> done;
    m_directory->edit([&](access::Edit &edit) {
        edit.put(access::Key{.token = "key1", .name = "sk-...abcd", .alias = "notebook"});
        edit.put(access::Team{.teamId = "team", .alias = "Website"});
        (void)edit.commit("tester");
        done.set_value();
    });
    done.get_future().wait();
    write(opened(1, "codex/1.4"));
    start();
    QCOMPARE(report(SpendBy::Key).names.at(0).name, u"notebook"_s);
    QCOMPARE(report(SpendBy::Team).names.at(0).name, u"Website"_s);
}

void TestSpend::givesFiltersThatFindTheRows_data()
{
    QTest::addColumn<int>("by");
    QTest::addColumn<std::int64_t>("pico");
    // Of four requests of 1, 2, 4 and 8 dollars.
    QTest::newRow("a program, of two versions") << int(SpendBy::Program) << 13 * kDollar;
    QTest::newRow("a key") << int(SpendBy::Key) << 9 * kDollar;
    QTest::newRow("a team") << int(SpendBy::Team) << 15 * kDollar;
    QTest::newRow("a model") << int(SpendBy::Model) << 10 * kDollar;
    QTest::newRow("a provider") << int(SpendBy::Provider) << 15 * kDollar;
    QTest::newRow("a tag among others") << int(SpendBy::Tag) << 15 * kDollar;
}

void TestSpend::givesFiltersThatFindTheRows()
{
    QFETCH(const int, by);
    write(opened(1, "claude-cli/2.0"), kDollar);
    write(opened(2, "codex/1.4"), 2 * kDollar);
    write(opened(3, "claude-cli/2.1"), 4 * kDollar);
    write(opened(4, "claude-cli/2.1"), 8 * kDollar);
    start();
    const SpendReport told = report(SpendBy(by));
    QVERIFY(!told.names.empty());
    const SpendName &first = told.names.front();
    QTEST(first.sums.costPico, "pico");
    // The same rows, found by what Traffic would be asked.
    const SpendArithmetic found = arithmetic(first.filter);
    QTEST(found.costPico, "pico");
    QCOMPARE(found.attempts, first.sums.requests);
}

// Another ledger stands for the one that several gateways share.
void TestSpend::tellsOfAllGatewaysWhenAsked()
{
    QTemporaryDir others;
    ledger::Ledger ledger(ledger::Ledger::Options{others.path().toStdString(), 1, "h"});
    QVERIFY(ledger.start().ok());
    for (std::uint64_t number = 10; number < 13; ++number) {
        const ledger::OpenRecord open = opened(number, "codex/1");
        ledger.journal(0).open(open);
        ledger.journal(0).close(ledger::test::closeRecord(open, kDollar));
    }
    ledger::test::flushed(ledger);
    write(opened(1, "aider/2"));
    start();
    QVERIFY(!m_client->hasOthers());
    // Nobody to ask: it is this one's.
    QCOMPARE(report(SpendBy::Program, {kDay - 6, kDay}, SpendOf::AllGateways).of, SpendOf::ThisGateway);
    m_all = std::make_unique<ledger::LedgerReader>(others.path().toStdString());
    start();
    QVERIFY(m_client->hasOthers());
    const SpendReport mine = report(SpendBy::Program);
    QCOMPARE(mine.all.costPico, kDollar);
    QCOMPARE(mine.of, SpendOf::ThisGateway);
    const SpendReport all = report(SpendBy::Program, {kDay - 6, kDay}, SpendOf::AllGateways);
    QCOMPARE(all.all.costPico, 3 * kDollar);
    QCOMPARE(all.of, SpendOf::AllGateways);
    QCOMPARE(all.names.at(0).name, u"codex"_s);
    m_client.reset();
    m_all.reset();
}

void TestSpend::countsARequestForEachOfItsTags()
{
    write(opened(2, "codex/1.4"), 2 * kDollar);   // a,b
    write(opened(3, "codex/1.4"), 4 * kDollar);   // b
    start();
    const SpendReport told = report(SpendBy::Tag);
    QCOMPARE(told.names.at(0).name, u"b"_s);
    QCOMPARE(told.names.at(0).sums.costPico, 6 * kDollar);
    QCOMPARE(told.names.at(1).name, u"a"_s);
    QCOMPARE(told.names.at(1).sums.costPico, 2 * kDollar);
    QCOMPARE(told.all.costPico, 6 * kDollar);
}

void TestSpend::reckonsToTheLastDigit()
{
    // 60 uncached at 2.50, 40 read at input's price, 20 written at 10.00, in dollars per million.
    const std::int64_t exact = 100LL * 2'500'000 + 20LL * 10'000'000;
    write(opened(2, "codex/1.4"), exact);
    write(opened(4, "codex/1.4"), exact);
    write(opened(6, "claude-cli/2.0"), exact);
    start();
    const SpendArithmetic told = arithmetic(u"app:codex/"_s);
    QCOMPARE(told.costPico, 2 * exact);
    QCOMPARE(told.otherPico, 0);
    QCOMPARE(told.lines.size(), 2u);
    std::int64_t sum = 0;
    for (const PriceLine &line : told.lines) {
        QCOMPARE(line.costPico, line.tokens * line.unitPico);
        QCOMPARE(line.model, u"gpt-4o"_s);
        sum += line.costPico;
    }
    QCOMPARE(sum, told.costPico);
    QCOMPARE(told.lines[0].kind, PriceLine::Class::Input);
    QCOMPARE(told.lines[0].tokens, 200);
}

void TestSpend::leavesOverWhatHasPricesOfItsOwn()
{
    chat::Usage usage;
    usage.input = 100;
    usage.audioIn = 30;
    usage.output = 20;
    const std::int64_t known = 70LL * 2'500'000 + 20LL * 10'000'000;
    write(opened(2, "codex/1.4"), known + 777, &usage);
    start();
    const SpendArithmetic told = arithmetic({});
    QCOMPARE(told.otherPico, 777);
    QCOMPARE(told.costPico, known + 777);
}

void TestSpend::asksWhatAnotherModelWouldHaveCost()
{
    write(opened(2, "codex/1.4"), kDollar);
    write(opened(3, "codex/1.4"), 2 * kDollar);
    // What failed would have failed there too.
    write(opened(5, "codex/1.4"), 0);
    table("openai/gpt-test", {{"input_cost_per_token", "0.000001"}, {"output_cost_per_token", "0.00001"}});
    start();
    const WhatIf told = whatIf(u"d9"_s);
    QCOMPARE(told.problem, QString());
    QCOMPARE(told.nowPico, 3 * kDollar);
    // Twice 100 in and 20 out.
    QCOMPARE(told.thenPico, 2 * (100LL * 1'000'000 + 20LL * 10'000'000));
    QVERIFY(!told.incomplete);
    QCOMPARE(told.lines.size(), 2u);
    QCOMPARE(told.lines[0].model, u"gpt-5"_s);
    QCOMPARE(m_client->whatIfTargets().size(), 1u);
    QCOMPARE(m_client->whatIfTargets()[0].input, kDollar);
}

void TestSpend::pricesLongPromptsAtTheirTier()
{
    chat::Usage small;
    small.input = 150'000;
    small.output = 10;
    chat::Usage large = small;
    large.input = 250'000;
    write(opened(2, "codex/1.4"), kDollar, &small);
    write(opened(4, "codex/1.4"), kDollar, &small);
    write(opened(6, "codex/1.4"), kDollar, &large);
    table("openai/gpt-test", {{"input_cost_per_token", "0.000001"},
                              {"output_cost_per_token", "0"},
                              {"input_cost_per_token_above_200k_tokens", "0.000002"}});
    start();
    // The two small ones are 300,000 tokens together, and no long prompt.
    QCOMPARE(whatIf(u"d9"_s).thenPico, 300'000LL * 1'000'000 + 250'000LL * 2'000'000);
}

void TestSpend::saysNothingOfADeploymentWithoutPrice()
{
    write(opened(2, "codex/1.4"));
    table("openai/some-unknown-model-of-nobody", {});
    start();
    QVERIFY(!whatIf(u"d9"_s).problem.isEmpty());
    QVERIFY(!whatIf(u"gone"_s).problem.isEmpty());
    QVERIFY(m_client->whatIfTargets().empty());
}

void TestSpend::forecastsByTheLastDays_data()
{
    QTest::addColumn<std::vector<std::int64_t>>("days");
    QTest::addColumn<int>("remaining");
    QTest::addColumn<std::int64_t>("pico");
    QTest::addColumn<std::int64_t>("band");
    using Days = std::vector<std::int64_t>;
    QTest::newRow("even days") << Days(7, 2 * kDollar) << 9 << 28 * kDollar << std::int64_t(0);
    QTest::newRow("one half of them free") << Days{0, 2 * kDollar} << 9 << 19 * kDollar << 3 * kDollar;
    QTest::newRow("the last day") << Days(7, 2 * kDollar) << 0 << 10 * kDollar << std::int64_t(0);
    QTest::newRow("nothing to go by") << Days() << 9 << 10 * kDollar << std::int64_t(0);
    QTest::newRow("days of a million dollars")
        << Days(7, 1'000'000 * kDollar) << 3 << 3'000'010 * kDollar << std::int64_t(0);
}

void TestSpend::forecastsByTheLastDays()
{
    QFETCH(const std::vector<std::int64_t>, days);
    QFETCH(const int, remaining);
    const Forecast told = forecast(10 * kDollar, days, remaining);
    QTEST(told.pico, "pico");
    QTEST(told.bandPico, "band");
}

void TestSpend::answersAtOnceOverAMillionRows()
{
    m_ledger->stop();
    m_ledger.reset();
    QVERIFY(ledger::test::makeBulkLedger(m_folder->path(), kRequests, ledger::test::kNoonUs));
    {
        // Its rows came without sums.
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"sums"_s);
        database.setDatabaseName(m_folder->filePath(u"ledger.db"_s));
        QVERIFY(database.open());
        QSqlQuery query(database);
        for (const auto &[dimension, column] : {std::pair{0, "0"},
                                                {1, "key_id"},
                                                {3, "team_id"},
                                                {6, "model_id"},
                                                {7, "provider_id"},
                                                {8, "client_id"}})
            QVERIFY(query.exec(
                u"INSERT OR REPLACE INTO rollups SELECT %1, started_us / 86400000000, %2, COUNT(*), "
                "COUNT(*), 0, 0, 0, 0, SUM(input), SUM(cache_read), 0, SUM(output), 0, 0, "
                "SUM(cost) / 1000000000000, SUM(cost) % 1000000000000, 0, 0 FROM attempts GROUP BY 2, 3"_s
                    .arg(dimension)
                    .arg(QLatin1String(column))));
        database.close();
    }
    QSqlDatabase::removeDatabase(u"sums"_s);
    start();
    for (const SpendBy by : {SpendBy::Program, SpendBy::Key, SpendBy::Model, SpendBy::Provider}) {
        QElapsedTimer timer;
        timer.start();
        const SpendReport told = report(by, {kDay - 29, kDay});
        const double ms = double(timer.nsecsElapsed()) / 1e6;
        qInfo("FIGURE report by %d over %lld requests: %.1f ms", int(by), qlonglong(told.all.requests), ms);
        QVERIFY(told.all.requests > kRequests / 2);
        QVERIFY(ms < 100 * kSlack);
    }
    QElapsedTimer timer;
    timer.start();
    const SpendArithmetic told = arithmetic({});
    qInfo("FIGURE arithmetic over %lld attempts: %.0f ms", qlonglong(told.attempts),
          double(timer.nsecsElapsed()) / 1e6);
    QVERIFY(told.attempts > kRequests / 2);
}

QTEST_GUILESS_MAIN(TestSpend)
#include "tst_spend.moc"
