#include "tests/simulator/run.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <numeric>

namespace gw::simulator {

namespace {

constexpr std::int64_t kBeginUnixS = 1'800'000'000;
constexpr double kUsPerS = 1e6;
constexpr double kDeadlineS = 60;
constexpr double kLookS = 0.1;   // As Exchange does.

chat::Call callFor(const std::string &model)
{
    std::string body = R"({"model":"x","messages":[]})";
    auto members = chat::scanMembers(body).value();
    chat::Call call(chat::Shape::OpenAiChat, body, std::move(members), nullptr);
    call.model = model;
    return call;
}

double cpuSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

}   // namespace

Run::Run(Fleet &fleet, const std::string &strategy, std::int64_t requests, double perSecond,
         std::uint64_t seed)
    : m_fleet(fleet)
    , m_table(std::make_shared<const routing::Table>(
          fleet.config(strategy), providers::Catalog::builtIn(),
          [](std::string_view) { return std::optional<std::string>(); }, nullptr,
          [&fleet](const providers::Target &target) { return fleet.facts(target); }))
    , m_random(seed)
    , m_perSecond(perSecond)
    , m_left(requests)
{
    fleet.reset();
    for (int group = 0; group < Fleet::kGroups; ++group)
        m_calls.push_back(callFor(Fleet::groupName(group)));
    m_added.reserve(static_cast<std::size_t>(requests));
}

routing::Moment Run::moment() const noexcept
{
    return {m_nowUs, kBeginUnixS + static_cast<std::int64_t>(nowS())};
}

void Run::plan(double inS, Kind kind, std::size_t request)
{
    const std::uint32_t stamp = kind == Kind::Arrive ? 0 : m_requests[request].stamp;
    m_events.push({m_nowUs + std::llround(inS * kUsPerS), ++m_planned, request, stamp, kind});
}

Result Run::run()
{
    const double begun = cpuSeconds();
    plan(0, Kind::Arrive, 0);
    while (!m_events.empty()) {
        const Event event = m_events.top();
        m_events.pop();
        m_nowUs = event.atUs;
        handle(event);
    }
    m_result.cpuS = cpuSeconds() - begun;
    return result();
}

void Run::handle(const Event &event)
{
    if (event.kind == Kind::Arrive)
        return arrive();
    Request &request = m_requests[event.request];
    if (request.stamp != event.stamp || !request.walk)
        return;
    switch (event.kind) {
    case Kind::Choose:
        return take(event.request, request.walk->choose(moment(), m_random));
    case Kind::Turn:
        return take(event.request, request.walk->choose(moment(), m_random, true));
    case Kind::Look:
        return look(event.request);
    case Kind::Ended:
        return ended(event.request);
    case Kind::Arrive:
        break;
    }
}

void Run::arrive()
{
    if (--m_left > 0)
        plan(-std::log(1 - m_random.next()) / m_perSecond, Kind::Arrive, 0);
    if (m_free.empty()) {
        m_free.push_back(m_requests.size());
        m_requests.emplace_back();
    }
    const std::size_t number = m_free.back();
    m_free.pop_back();
    Request &request = m_requests[number];
    request.group = m_fleet.drawGroup(m_random);
    request.arrivedUs = m_nowUs;
    ++m_result.asked;
    const chat::Call &call = m_calls[static_cast<std::size_t>(request.group)];
    request.walk.emplace(routing::Walk::begin(m_table, call, m_principal, "/chat/completions").value());
    take(number, request.walk->choose(moment(), m_random));
}

void Run::take(std::size_t number, const routing::Step &step)
{
    Request &request = m_requests[number];
    ++request.stamp;
    if (step.kind == routing::Step::Kind::Queue)
        return join(number);
    if (request.ticket != 0)
        request.line->served(std::exchange(request.ticket, 0));
    if (step.kind == routing::Step::Kind::Stop)
        return leave(number, false);
    const config::Deployment *row = request.walk->attempt().target->deployment;
    request.machine = static_cast<std::size_t>(row - m_table->config().deployments.data());
    request.attemptUs = m_nowUs;
    request.outcome = m_fleet.begin(request.machine, nowS(), m_random);
    ++m_result.attempts;
    plan(request.outcome.seconds, Kind::Ended, number);
}

void Run::join(std::size_t number)
{
    Request &request = m_requests[number];
    routing::Line *line = &request.walk->line();
    const bool again = request.ticket != 0 && request.line == line;
    if (request.ticket != 0 && !again)
        request.line->leave(std::exchange(request.ticket, 0));
    request.line = line;
    const auto turn = [this, number, stamp = request.stamp] {
        if (m_requests[number].stamp == stamp)
            plan(0, Kind::Turn, number);
    };
    if (again) {
        line->rejoin(request.ticket, {}, 0, turn);
    } else {
        ++m_result.queued;
        request.queuedUs = m_nowUs;
        request.ticket = line->join({}, 0, 1000, turn);
        if (request.ticket == 0)
            return take(number, request.walk->gaveUp(moment(), m_random));
    }
    plan(kLookS, Kind::Look, number);
}

void Run::look(std::size_t number)
{
    Request &request = m_requests[number];
    if (static_cast<double>(m_nowUs - request.queuedUs) > kDeadlineS * kUsPerS) {
        request.line->leave(std::exchange(request.ticket, 0));
        return take(number, request.walk->gaveUp(moment(), m_random));
    }
    if (request.line->isFirst(request.ticket))
        return take(number, request.walk->choose(moment(), m_random, true));
    plan(kLookS, Kind::Look, number);
}

void Run::ended(std::size_t number)
{
    Request &request = m_requests[number];
    ++request.stamp;
    const Outcome &outcome = request.outcome;
    m_fleet.end(request.machine, !outcome.error);
    if (!outcome.error) {
        m_cost += outcome.cost;
        request.walk->succeeded(
            {.outputTokens = outcome.tokens, .totalTokens = 2 * outcome.tokens, .seconds = outcome.seconds},
            moment());
        return leave(number, true);
    }
    const double leftS = kDeadlineS - static_cast<double>(m_nowUs - request.arrivedUs) / kUsPerS;
    const auto remainingMs = std::max<std::int64_t>(static_cast<std::int64_t>(leftS * 1000), 1);
    const routing::Verdict verdict = request.walk->failed(*outcome.error, moment(), m_random, remainingMs);
    if (!verdict.again)
        return leave(number, false);
    plan(verdict.delayMs * 1e-3, Kind::Choose, number);
}

void Run::leave(std::size_t number, bool well)
{
    Request &request = m_requests[number];
    m_result.fallbacks += request.walk->fallbacks() > 0;
    if (well) {
        ++m_result.succeeded;
        m_added.push_back(
            static_cast<float>(static_cast<double>(request.attemptUs - request.arrivedUs) / kUsPerS));
    } else if (!m_fleet.anyHealthy(request.group, nowS())) {
        ++m_result.hopeless;
    }
    request.walk.reset();
    ++request.stamp;
    m_free.push_back(number);
}

Result Run::result() const
{
    Result out = m_result;
    out.virtualS = nowS();
    std::vector<float> added = m_added;
    if (!added.empty()) {
        const auto count = static_cast<double>(added.size());
        out.addedMeanS = std::accumulate(added.begin(), added.end(), 0.0) / count;
        const auto p99 = added.begin() + static_cast<std::ptrdiff_t>(0.99 * (count - 1));
        std::ranges::nth_element(added, p99);
        out.addedP99S = *p99;
        out.costPerThousand = 1000 * m_cost / count;
    }
    for (int group = 0; group < Fleet::kGroups - 1; ++group) {
        std::vector<double> served;
        for (const Machine &machine : m_fleet.machines()) {
            if (machine.group == group && machine.pattern == Pattern::Well)
                served.push_back(static_cast<double>(machine.served));
        }
        if (served.empty())
            continue;
        const double mean =
            std::accumulate(served.begin(), served.end(), 0.0) / static_cast<double>(served.size());
        double squares = 0;
        for (const double one : served)
            squares += (one - mean) * (one - mean);
        if (mean > 0)
            out.spread +=
                std::sqrt(squares / static_cast<double>(served.size())) / mean / (Fleet::kGroups - 1);
    }
    return out;
}

}   // namespace gw::simulator
