#include "core/limits/typicaloutputs.h"
#include "core/limits/windows.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace gw;
using namespace gw::limits;

namespace {

constexpr std::int64_t kNow = 1'800'000'000'000'000;
constexpr std::int64_t kMinute = 60'000'000;

RateLine line(Level level, const std::string &name, std::optional<std::int64_t> requests,
              std::optional<std::int64_t> tokens = {}, std::optional<std::int64_t> parallel = {})
{
    return {level, name, name, requests, tokens, parallel};
}

bool enters(Windows &windows, std::vector<RateLine> lines, std::int64_t nowUs = kNow)
{
    Windows::Places places;
    return !windows.enter(std::move(lines), nowUs, places);
}

}   // namespace

class TestWindows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsRequestsInAWindow();
    void countsTokensOnceTheyAreKnown();
    void countsWhatIsUnderWay();
    void countsInAllScopesOrInNone();
    void tellsScopesOfOneNameApart();
    void saysWhatIsLeft();
    void isExactUnderManyThreads();
    void expectsWhatAnswersUsuallyHave();
};

void TestWindows::countsRequestsInAWindow()
{
    Windows windows(kMinute);
    const std::vector lines{line(Level::Key, "k", 2)};
    QVERIFY(enters(windows, lines) && enters(windows, lines, kNow + kMinute - 2));
    Windows::Places places;
    const auto refusal = windows.enter(lines, kNow + kMinute - 1, places);
    QVERIFY(refusal);
    QCOMPARE(refusal->what, Limited::Requests);
    QCOMPARE(refusal->limit, 2);
    QCOMPARE(refusal->resetUs, kNow + kMinute);
    QVERIFY(enters(windows, lines, kNow + kMinute));
    QVERIFY(!enters(windows, {line(Level::Key, "zero", 0)}));
}

void TestWindows::countsTokensOnceTheyAreKnown()
{
    Windows windows(kMinute);
    const std::vector lines{line(Level::Key, "k", {}, 100)};
    Windows::Places first;
    QVERIFY(!windows.enter(lines, kNow, first));
    first.addTokens(99);
    QVERIFY(enters(windows, lines));
    first.addTokens(1);
    Windows::Places places;
    const auto refusal = windows.enter(lines, kNow, places);
    QVERIFY(refusal && refusal->what == Limited::Tokens);
    QVERIFY(enters(windows, lines, kNow + kMinute));
}

void TestWindows::countsWhatIsUnderWay()
{
    Windows windows(kMinute);
    const std::vector lines{line(Level::Key, "k", {}, {}, 2)};
    Windows::Places first;
    QVERIFY(!windows.enter(lines, kNow, first));
    {
        Windows::Places second;
        QVERIFY(!windows.enter(lines, kNow, second));
        Windows::Places third;
        const auto refusal = windows.enter(lines, kNow + 2 * kMinute, third);
        QVERIFY(refusal && refusal->what == Limited::Parallel);
    }
    QVERIFY(enters(windows, lines));
    first.leave();
    first.leave();
    Windows::Places again;
    Windows::Places more;
    QVERIFY(!windows.enter(lines, kNow, again) && !windows.enter(lines, kNow, more));
    QVERIFY(!enters(windows, lines));
}

void TestWindows::countsInAllScopesOrInNone()
{
    Windows windows(kMinute);
    const RateLine key = line(Level::Key, "k", 2);
    const RateLine team = line(Level::Team, "t", 1);
    QVERIFY(enters(windows, {key, team}));
    QVERIFY(!enters(windows, {key, team}));
    // The team's refusal has not cost the key a request.
    QVERIFY(enters(windows, {key}));
    QVERIFY(!enters(windows, {key}));
}

void TestWindows::tellsScopesOfOneNameApart()
{
    Windows windows(kMinute);
    QVERIFY(enters(windows, {line(Level::User, "same", 1)}));
    QVERIFY(enters(windows, {line(Level::Team, "same", 1)}));
    QVERIFY(!enters(windows, {line(Level::Team, "same", 1)}));
}

void TestWindows::saysWhatIsLeft()
{
    Windows windows(kMinute);
    Windows::Places places;
    QVERIFY(!windows.enter({line(Level::Key, "k", 5, 100, 3)}, kNow, places));
    places.addTokens(140);
    const auto states = places.states();
    QCOMPARE(states.size(), std::size_t{1});
    QCOMPARE(states[0].requests, 4);
    QCOMPARE(states[0].tokens, 0);
    QCOMPARE(states[0].parallel, 2);
    QCOMPARE(states[0].resetUs, kNow + kMinute);
}

void TestWindows::isExactUnderManyThreads()
{
    Windows windows(kMinute);
    std::atomic<int> in = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&windows, &in, thread] {
            for (int i = 0; i < 1000; ++i) {
                // Scopes in any order must not wait for each other for ever.
                std::vector lines{line(Level::Key, "k" + std::to_string(i % 3), {}, {}, 100),
                                  line(Level::Team, "t", 600)};
                if (thread % 2 == 1)
                    std::swap(lines[0], lines[1]);
                if (enters(windows, std::move(lines)))
                    ++in;
            }
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(in.load(), 600);
}

void TestWindows::expectsWhatAnswersUsuallyHave()
{
    TypicalOutputs outputs;
    QCOMPARE(outputs.expected("key", "m", 1000), TypicalOutputs::kUnknown);
    for (int i = 1; i <= 100; ++i)
        outputs.learn("key", "m", i, 1000);
    outputs.learn("key", "m", -1, 1000);
    QCOMPARE(outputs.expected("key", "m", 1000), 95);
    QCOMPARE(outputs.expected("key", "other", 1000), TypicalOutputs::kUnknown);
    QCOMPARE(outputs.expected("other", "m", 1000), TypicalOutputs::kUnknown);
    QCOMPARE(outputs.expected("key", "m", 1000 + 8 * 86'400), TypicalOutputs::kUnknown);
    // The oldest go first.
    for (int i = 0; i < 128; ++i)
        outputs.learn("key", "m", 7, 2000);
    QCOMPARE(outputs.expected("key", "m", 2000), 7);
}

QTEST_GUILESS_MAIN(TestWindows)
#include "tst_windows.moc"
