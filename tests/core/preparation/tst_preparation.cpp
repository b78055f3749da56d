#include "core/preparation/preparation.h"
#include "core/upstream/transports.h"
#include "tests/support/fakeupstream.h"

#include <QTest>

using namespace gw;
using namespace gw::preparation;
using gw::test::FakeUpstream;

namespace {

// Wants what it is told to want; its token service answers with the token as the body.
class WantingAdapter final : public providers::Adapter
{
public:
    std::vector<std::string> media;
    std::string tokenUrl;

    std::string tokenKey(const providers::Target &) const override { return tokenUrl.empty() ? "" : "key"; }
    Result<providers::TokenRequest> tokenRequest(const providers::Target &, std::int64_t) const override
    {
        providers::TokenRequest request;
        request.wire.url = tokenUrl;
        request.wire.body = "please";
        return request;
    }
    Result<providers::Token> readToken(int status, std::string_view body) const override
    {
        if (status != 200)
            return Error{.code = ErrorCode::UpstreamAuthentication, .message = "no"};
        return providers::Token{Secret(std::string(body)), 1000};
    }
    std::vector<std::string> mediaWanted(const chat::Call &, const providers::Target &) const override
    {
        return media;
    }
    Result<providers::WireRequest> encode(const chat::Call &, const providers::Target &,
                                          const providers::EncodeContext &) const override
    {
        return providers::WireRequest();
    }
    std::unique_ptr<providers::EventDecoder> newDecoder(const chat::Call &, const providers::Target &,
                                                        bool) const override
    {
        return nullptr;
    }
    std::unique_ptr<providers::Relay> newRelay(const chat::Call &, const providers::Target &,
                                               const providers::RelayOptions &) const override
    {
        return nullptr;
    }
    Error readError(int, const wire::Headers &, std::string_view, const providers::Target &) const override
    {
        return {};
    }
};

std::string answer(const std::string &head, const std::string &body)
{
    return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}   // namespace

class TestPreparation final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForNothingWhenNothingIsMissing();
    void fetchesMediaAndFollowsRedirects();
    void fetchesTheSameUrlOnce();
    void refusesPrivateAddresses();
    void refusesWhatIsTooLarge();
    void saysWhyMediaCannotBeHad();
    void asksForATokenOnceForAllThatWait();
    void renewsATokenBeforeItEnds();
    void tellsAllThatWaitWhenThereIsNone();
    void mayBeGivenUp();

private:
    // Runs one preparation to its end.
    std::optional<Result<void>> prepare(Preparation &preparation, const WantingAdapter &adapter,
                                        std::int64_t unixS = 1000)
    {
        std::optional<Result<void>> outcome;
        const auto begun = preparation.begin(adapter, m_call, m_target, unixS,
                                             [&](Result<void> result) { outcome = result; });
        if (!begun.ok())
            return begun.error();
        if (begun.value())
            return Result<void>();
        [&] { QTRY_VERIFY(outcome.has_value()); }();
        return outcome;
    }
    static MediaLimits fromHere() { return {.privateAddresses = true}; }

    net::Reactor m_reactor;
    upstream::Transports m_transport{m_reactor};
    Tokens m_tokens{m_transport};
    chat::Call m_call{chat::Shape::OpenAiChat, "{}", {}, nullptr};
    providers::Target m_target;
};

void TestPreparation::asksForNothingWhenNothingIsMissing()
{
    Preparation preparation(m_tokens, m_transport, {}, {});
    const auto begun = preparation.begin(WantingAdapter(), m_call, m_target, 0, [](const Result<void> &) {
        QFAIL("called back although nothing was missing");
    });
    QVERIFY(begun.ok() && begun.value());
}

void TestPreparation::fetchesMediaAndFollowsRedirects()
{
    FakeUpstream server([](const std::string &request) -> FakeUpstream::Script {
        if (request.starts_with("GET /moved"))
            return {test::send(answer("302 Found\r\nLocation: here/picture?x=1", ""))};
        if (request.starts_with("GET /here/picture?x=1"))
            return {test::send(answer("200 OK\r\nContent-Type: image/png; q=1", "bytes"))};
        return {test::send(answer("200 OK\r\nContent-Type: application/pdf", "paper"))};
    });
    WantingAdapter adapter;
    adapter.media = {server.url("/moved"), server.url("/paper")};
    Preparation preparation(m_tokens, m_transport, {}, fromHere());
    const auto outcome = prepare(preparation, adapter);
    QVERIFY(outcome && outcome->ok());
    const providers::MediaByUrl &media = preparation.media();
    QCOMPARE(media.size(), std::size_t{2});
    QCOMPARE(media.at(server.url("/moved")).type, std::string("image/png"));
    QCOMPARE(media.at(server.url("/moved")).bytes, std::string("bytes"));
    QCOMPARE(media.at(server.url("/paper")).bytes, std::string("paper"));
}

void TestPreparation::fetchesTheSameUrlOnce()
{
    FakeUpstream server({test::send(answer("200 OK\r\nContent-Type: image/png", "bytes"))});
    WantingAdapter adapter;
    adapter.media = {server.url("/a"), server.url("/a")};
    Preparation preparation(m_tokens, m_transport, {}, fromHere());
    const auto outcome = prepare(preparation, adapter);
    QVERIFY(outcome && outcome->ok());
    QCOMPARE(server.requests.size(), std::size_t{1});
}

void TestPreparation::refusesPrivateAddresses()
{
    FakeUpstream server({test::send(answer("200 OK", "secret"))});
    for (const std::string host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1"}) {
        WantingAdapter adapter;
        adapter.media = {server.url("/latest/meta-data", host)};
        Preparation preparation(m_tokens, m_transport, {}, {});
        const auto outcome = prepare(preparation, adapter);
        QVERIFY(outcome && !outcome->ok());
        QVERIFY(outcome->error().code == ErrorCode::BadRequest);
        QVERIFY(preparation.media().empty());
    }
    QCOMPARE(server.connections, 0);
}

void TestPreparation::refusesWhatIsTooLarge()
{
    FakeUpstream server({test::send(answer("200 OK", std::string(100, 'x')))});
    WantingAdapter adapter;
    adapter.media = {server.url("/a"), server.url("/b")};
    MediaLimits limits = fromHere();
    limits.maxBytes = 150;   // Of both together.
    Preparation preparation(m_tokens, m_transport, {}, limits);
    const auto outcome = prepare(preparation, adapter);
    QVERIFY(outcome && !outcome->ok());
    QVERIFY(outcome->error().message.find("larger than 50 bytes") != std::string::npos);
}

void TestPreparation::saysWhyMediaCannotBeHad()
{
    FakeUpstream server([](const std::string &request) -> FakeUpstream::Script {
        if (request.starts_with("GET /round"))
            return {test::send(answer("301 Moved\r\nLocation: /round", ""))};
        return {test::send(answer("404 Not Found", "gone"))};
    });
    WantingAdapter adapter;
    adapter.media = {server.url("/gone?token=secret")};
    Preparation gone(m_tokens, m_transport, {}, fromHere());
    auto outcome = prepare(gone, adapter);
    QVERIFY(outcome && !outcome->ok());
    QVERIFY(outcome->error().message.find("status 404") != std::string::npos);
    QVERIFY(outcome->error().message.find("secret") == std::string::npos);
    adapter.media = {server.url("/round")};
    Preparation round(m_tokens, m_transport, {}, fromHere());
    outcome = prepare(round, adapter);
    QVERIFY(outcome && !outcome->ok());
    QVERIFY(outcome->error().message.find("redirects too often") != std::string::npos);
}

void TestPreparation::asksForATokenOnceForAllThatWait()
{
    FakeUpstream server({test::waitFor(50), test::send(answer("200 OK", "token-1"))});
    WantingAdapter adapter;
    adapter.tokenUrl = server.url("/token");
    Tokens tokens(m_transport);
    Preparation first(tokens, m_transport, {}, {});
    Preparation second(tokens, m_transport, {}, {});
    int done = 0;
    for (Preparation *preparation : {&first, &second}) {
        const auto begun =
            preparation->begin(adapter, m_call, m_target, 1000, [&](const Result<void> &result) {
                QVERIFY(result.ok());
                ++done;
            });
        QVERIFY(begun.ok() && !begun.value());
    }
    QTRY_COMPARE(done, 2);
    QCOMPARE(server.requests.size(), std::size_t{1});
    QCOMPARE(first.token().reveal(), std::string("token-1"));
    QCOMPARE(second.token().reveal(), std::string("token-1"));
    Preparation third(tokens, m_transport, {}, {});
    const auto begun = third.begin(adapter, m_call, m_target, 1001, {});
    QVERIFY(begun.ok() && begun.value());
    QCOMPARE(third.token().reveal(), std::string("token-1"));
}

void TestPreparation::renewsATokenBeforeItEnds()
{
    int number = 0;
    FakeUpstream server([&number](const std::string &) -> FakeUpstream::Script {
        return {test::send(answer("200 OK", "token-" + std::to_string(++number)))};
    });
    WantingAdapter adapter;
    adapter.tokenUrl = server.url("/token");
    Tokens tokens(m_transport);
    for (const auto &[unixS, expected] :
         {std::pair<std::int64_t, const char *>{1000, "token-1"}, {1800, "token-1"}, {1890, "token-2"}}) {
        Preparation preparation(tokens, m_transport, {}, {});
        const auto outcome = prepare(preparation, adapter, unixS);
        QVERIFY(outcome && outcome->ok());
        QCOMPARE(preparation.token().reveal(), std::string(expected));
    }
}

void TestPreparation::tellsAllThatWaitWhenThereIsNone()
{
    FakeUpstream server({test::send(answer("401 Unauthorized", "{}"))});
    WantingAdapter adapter;
    adapter.tokenUrl = server.url("/token");
    Tokens tokens(m_transport);
    Preparation preparation(tokens, m_transport, {}, {});
    const auto outcome = prepare(preparation, adapter);
    QVERIFY(outcome && !outcome->ok());
    QVERIFY(outcome->error().code == ErrorCode::UpstreamAuthentication);
}

void TestPreparation::mayBeGivenUp()
{
    FakeUpstream server({test::waitFor(30), test::send(answer("200 OK", "late"))});
    WantingAdapter adapter;
    adapter.tokenUrl = server.url("/token");
    Tokens tokens(m_transport);
    {
        Preparation preparation(tokens, m_transport, {}, {});
        const auto begun = preparation.begin(adapter, m_call, m_target, 1000, [](const Result<void> &) {
            QFAIL("called back although it was given up");
        });
        QVERIFY(begun.ok() && !begun.value());
    }
    // The token arrives all the same, for the next one.
    QTRY_VERIFY(tokens.known("key", 1000).has_value());
}

QTEST_GUILESS_MAIN(TestPreparation)
#include "tst_preparation.moc"
