#include "core/net/reactor.h"
#include "core/net/socket.h"

#include <QElapsedTimer>
#include <QTest>

#include <array>
#include <fcntl.h>
#include <memory>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace gw::net;

namespace {

struct Pair
{
    Pair() { ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()); }
    ~Pair()
    {
        for (const int end : ends)
            ::close(end);
    }
    std::array<int, 2> ends{};
};

struct Counter final : ReadyHandler
{
    std::function<void(int, std::uint32_t)> call;
    int count = 0;
    void onReady(int fd, std::uint32_t events) override
    {
        ++count;
        if (call)
            call(fd, events);
    }
};

struct Later final : Deferred
{
    std::function<void()> call;
    int runs = 0;
    void runDeferred() override
    {
        ++runs;
        if (call)
            call();
    }
};

void drain(int fd)
{
    std::array<char, 4096> bytes{};
    while (::read(fd, bytes.data(), bytes.size()) > 0) {
    }
}

}   // namespace

class TestReactor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsReadiness();
    void reportsWritabilityOnlyWhenAsked();
    void reportsHangup();
    void surviveRemovalInsideABatch();
    void mayDieInItsOwnCallback();
    void reusesDescriptorNumbers();
    void firesTimersInOrder();
    void restartsTimers();
    void postsFromThreadsInOrder();
    void runsWorkPostedFromWithin();
    void defersOncePerBatch();
    void forgetsDeadWork();
    void watchesAThousandDescriptors();
    void socketKeepsWhatTheKernelDoesNotTake();
    void socketTellsEndAndBreak();
};

void TestReactor::reportsReadiness()
{
    Reactor reactor;
    Pair pair;
    Counter counter;
    std::uint32_t seen = 0;
    counter.call = [&](int fd, std::uint32_t events) {
        seen = events;
        drain(fd);
    };
    QVERIFY(reactor.add(pair.ends[0], kReadable, counter));
    QVERIFY(reactor.contains(pair.ends[0]));
    QTest::qWait(10);
    QCOMPARE(counter.count, 0);
    QCOMPARE(::write(pair.ends[1], "x", 1), ssize_t(1));
    QTRY_COMPARE(counter.count, 1);
    QCOMPARE(seen & kReadable, std::uint32_t(kReadable));
    reactor.remove(pair.ends[0]);
    reactor.remove(pair.ends[0]);
    QCOMPARE(::write(pair.ends[1], "x", 1), ssize_t(1));
    QTest::qWait(20);
    QCOMPARE(counter.count, 1);
    QCOMPARE(reactor.descriptors(), std::size_t(0));
}

void TestReactor::reportsWritabilityOnlyWhenAsked()
{
    Reactor reactor;
    Pair pair;
    Counter counter;
    counter.call = [&](int fd, std::uint32_t events) {
        if (events & kWritable)
            reactor.modify(fd, kReadable);
    };
    QVERIFY(reactor.add(pair.ends[0], kReadable, counter));
    QTest::qWait(10);
    QCOMPARE(counter.count, 0);
    reactor.modify(pair.ends[0], kReadable | kWritable);
    QTRY_COMPARE(counter.count, 1);
    QTest::qWait(10);
    QCOMPARE(counter.count, 1);
    reactor.remove(pair.ends[0]);
}

void TestReactor::reportsHangup()
{
    Reactor reactor;
    auto pair = std::make_unique<Pair>();
    const int fd = ::dup(pair->ends[0]);
    ::close(std::exchange(pair->ends[0], ::dup(pair->ends[1])));
    Counter counter;
    std::uint32_t seen = 0;
    counter.call = [&](int ready, std::uint32_t events) {
        seen = events;
        reactor.remove(ready);
    };
    QVERIFY(reactor.add(fd, kReadable | kPeerClosed, counter));
    pair.reset();
    QTRY_COMPARE(counter.count, 1);
    QVERIFY(seen & (kReadable | kPeerClosed | kHangup));
    ::close(fd);
}

void TestReactor::surviveRemovalInsideABatch()
{
    // Many are ready in one batch; the first to be called removes and destroys all the others.
    Reactor reactor;
    constexpr int kMany = 50;
    std::vector<std::unique_ptr<Pair>> pairs;
    std::vector<std::unique_ptr<Counter>> counters;
    int calls = 0;
    for (int i = 0; i < kMany; ++i) {
        pairs.push_back(std::make_unique<Pair>());
        auto counter = std::make_unique<Counter>();
        counter->call = [&](int fd, std::uint32_t) {
            ++calls;
            drain(fd);
            for (std::size_t k = 0; k < counters.size(); ++k) {
                if (pairs[k]->ends[0] == fd)
                    continue;
                reactor.remove(pairs[k]->ends[0]);
                counters[k].reset();
            }
        };
        counters.push_back(std::move(counter));
        QVERIFY(reactor.add(pairs.back()->ends[0], kReadable, *counters.back()));
    }
    for (const auto &pair : pairs)
        QCOMPARE(::write(pair->ends[1], "x", 1), ssize_t(1));
    QTRY_COMPARE(calls, 1);
    QTest::qWait(20);
    QCOMPARE(calls, 1);
    QCOMPARE(reactor.descriptors(), std::size_t(1));
    for (const auto &pair : pairs)
        reactor.remove(pair->ends[0]);
}

void TestReactor::mayDieInItsOwnCallback()
{
    Reactor reactor;
    Pair pair;
    auto counter = std::make_unique<Counter>();
    bool called = false;
    counter->call = [&](int fd, std::uint32_t) {
        reactor.remove(fd);
        auto call = std::move(counter->call);   // Keeps this function while its object goes.
        counter.reset();
        called = true;
    };
    QVERIFY(reactor.add(pair.ends[0], kReadable, *counter));
    QCOMPARE(::write(pair.ends[1], "x", 1), ssize_t(1));
    QTRY_VERIFY(called);
}

void TestReactor::reusesDescriptorNumbers()
{
    Reactor reactor;
    Counter first;
    Counter second;
    auto a = std::make_unique<Pair>();
    const int number = a->ends[0];
    QVERIFY(reactor.add(number, kReadable, first));
    QCOMPARE(::write(a->ends[1], "x", 1), ssize_t(1));
    reactor.remove(number);
    a.reset();
    Pair b;
    QCOMPARE(b.ends[0], number);
    second.call = [](int fd, std::uint32_t) { drain(fd); };
    QVERIFY(reactor.add(b.ends[0], kReadable, second));
    QCOMPARE(::write(b.ends[1], "x", 1), ssize_t(1));
    QTRY_COMPARE(second.count, 1);
    QCOMPARE(first.count, 0);
    reactor.remove(number);
}

void TestReactor::firesTimersInOrder()
{
    Reactor reactor;
    std::string order;
    QElapsedTimer clock;
    clock.start();
    qint64 last = 0;
    reactor.startTimer(60, [&] { order += 'c'; });
    reactor.startTimer(20, [&] { order += 'a'; });
    const TimerId cancelled = reactor.startTimer(30, [&] { order += 'x'; });
    reactor.startTimer(40, [&] { order += 'b'; });
    reactor.startTimer(80, [&] {
        order += 'd';
        last = clock.elapsed();
    });
    reactor.cancelTimer(cancelled);
    QVERIFY(order.empty());
    QTRY_COMPARE(order, std::string("abcd"));
    QVERIFY(last >= 80);
}

void TestReactor::restartsTimers()
{
    Reactor reactor;
    QElapsedTimer clock;
    clock.start();
    qint64 fired = -1;
    const TimerId id = reactor.startTimer(40, [&] { fired = clock.elapsed(); });
    reactor.startTimer(30, [&] { QVERIFY(reactor.restartTimer(id, 100)); });
    QTRY_VERIFY(fired >= 0);
    QVERIFY(fired >= 130);
    QVERIFY(!reactor.restartTimer(id, 10));
    fired = -1;
    const TimerId late = reactor.startTimer(60'000, [&] { fired = clock.elapsed(); });
    QVERIFY(reactor.restartTimer(late, 10));
    QTRY_VERIFY_WITH_TIMEOUT(fired >= 0, 1000);
}

void TestReactor::postsFromThreadsInOrder()
{
    Reactor reactor;
    constexpr int kThreads = 4;
    constexpr int kEach = 5000;
    std::array<std::vector<int>, kThreads> seen;
    std::vector<std::thread> threads;
    for (auto &list : seen) {
        threads.emplace_back([&reactor, &list] {
            for (int i = 0; i < kEach; ++i)
                reactor.post([&list, i] { list.push_back(i); });
        });
    }
    QTRY_VERIFY(std::ranges::all_of(seen, [](const auto &list) { return list.size() == kEach; }));
    for (std::thread &thread : threads)
        thread.join();
    for (const auto &list : seen)
        QVERIFY(std::ranges::is_sorted(list));
}

void TestReactor::runsWorkPostedFromWithin()
{
    Reactor reactor;
    int depth = 0;
    std::function<void()> again = [&] {
        if (++depth < 1000)
            reactor.post(again);
    };
    reactor.post(again);
    QCOMPARE(depth, 0);   // Never from inside post().
    QTRY_COMPARE(depth, 1000);
}

void TestReactor::defersOncePerBatch()
{
    Reactor reactor;
    Later later;
    std::string order;
    later.call = [&] { order += 'd'; };
    reactor.post([&] {
        reactor.defer(later);
        reactor.defer(later);
        order += 'p';
    });
    QTRY_COMPARE(order, std::string("pd"));
    QCOMPARE(later.runs, 1);
    reactor.defer(later);   // Outside any batch, too.
    QCOMPARE(later.runs, 1);
    QTRY_COMPARE(later.runs, 2);
    later.call = [&] {
        if (later.runs < 100)
            reactor.defer(later);
    };
    reactor.defer(later);
    QTRY_COMPARE(later.runs, 100);
}

void TestReactor::forgetsDeadWork()
{
    Reactor reactor;
    auto first = std::make_unique<Later>();
    auto second = std::make_unique<Later>();
    Later third;
    first->call = [&] { second.reset(); };
    reactor.post([&] {
        reactor.defer(*first);
        reactor.defer(*second);
        reactor.defer(third);
    });
    QTRY_COMPARE(third.runs, 1);
    QCOMPARE(first->runs, 1);
    auto outliving = std::make_unique<Later>();
    {
        Reactor shortLived;
        shortLived.defer(*outliving);
    }
    outliving.reset();
}

void TestReactor::watchesAThousandDescriptors()
{
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    constexpr rlim_t kNeeded = 2200;
    if (files.rlim_cur < kNeeded) {
        files.rlim_cur = std::min(files.rlim_max, kNeeded);
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < kNeeded)
        QSKIP("the system allows too few open files");
    Reactor reactor;
    std::vector<std::unique_ptr<Pair>> pairs;
    std::vector<std::unique_ptr<Counter>> counters;
    for (int i = 0; i < 1000; ++i) {
        pairs.push_back(std::make_unique<Pair>());
        counters.push_back(std::make_unique<Counter>());
        counters.back()->call = [](int fd, std::uint32_t) { drain(fd); };
        QVERIFY(reactor.add(pairs.back()->ends[0], kReadable, *counters.back()));
    }
    QCOMPARE(reactor.descriptors(), std::size_t(1000));
    for (int round = 1; round <= 3; ++round) {
        for (const auto &pair : pairs)
            QCOMPARE(::write(pair->ends[1], "x", 1), ssize_t(1));
        QTRY_VERIFY(
            std::ranges::all_of(counters, [&](const auto &counter) { return counter->count == round; }));
    }
    for (const auto &pair : pairs)
        reactor.remove(pair->ends[0]);
    QCOMPARE(reactor.descriptors(), std::size_t(0));
}

namespace {

struct Ear final : Socket::Listener
{
    int readable = 0;
    int written = 0;
    int hangups = 0;
    std::function<void()> onRead;
    void onReadable() override
    {
        ++readable;
        if (onRead)
            onRead();
    }
    void onWritten() override { ++written; }
    void onHangup() override { ++hangups; }
};

}   // namespace

void TestReactor::socketKeepsWhatTheKernelDoesNotTake()
{
    Reactor reactor;
    Pair pair;
    Ear ear;
    Socket socket(reactor, ::dup(pair.ends[0]), ear);
    std::string sent;
    for (int i = 0; i < 400; ++i) {
        const std::string head = "<" + std::to_string(i) + ">";
        const std::string body(4000, static_cast<char>('a' + i % 26));
        QVERIFY(socket.send(head, body, "\n"));
        sent += head + body + "\n";
    }
    QVERIFY(socket.pending() > 0);
    QVERIFY(socket.pending() < sent.size());
    QCOMPARE(socket.taken() + socket.pending(), std::uint64_t(sent.size()));
    std::string got;
    const bool done = QTest::qWaitFor(
        [&] {
            std::array<char, 65536> bytes{};
            ssize_t count = 0;
            while ((count = ::read(pair.ends[1], bytes.data(), bytes.size())) > 0)
                got.append(bytes.data(), static_cast<std::size_t>(count));
            return got.size() == sent.size();
        },
        10'000);
    QVERIFY(done);
    QVERIFY(got == sent);
    QCOMPARE(socket.pending(), std::size_t(0));
    QVERIFY(ear.written > 0);
    const int before = ear.written;
    QTest::qWait(10);
    QCOMPARE(ear.written, before);   // Write interest is gone.
}

void TestReactor::socketTellsEndAndBreak()
{
    Reactor reactor;
    Pair pair;
    Ear ear;
    Socket socket(reactor, ::dup(pair.ends[0]), ear);
    std::array<char, 16> bytes{};
    long result = 99;
    ear.onRead = [&] { result = socket.read(bytes.data(), bytes.size()); };
    QCOMPARE(socket.read(bytes.data(), bytes.size()), Socket::kAgain);
    QCOMPARE(::write(pair.ends[1], "abc", 3), ssize_t(3));
    QTRY_COMPARE(result, 3L);
    ::shutdown(pair.ends[1], SHUT_WR);
    QTRY_COMPARE(result, Socket::kEnd);
    socket.setReading(false);   // The end is not told again and again.
    const int told = ear.readable;
    QVERIFY(socket.send("still open"));
    ::shutdown(pair.ends[1], SHUT_RD);
    QVERIFY(!socket.send("nobody reads"));
    QVERIFY(socket.broken());
    QCOMPARE(ear.readable, told);
    socket.close();
    QVERIFY(!socket.isOpen());
    QVERIFY(!socket.send("closed"));
}

QTEST_GUILESS_MAIN(TestReactor)
#include "tst_reactor.moc"
