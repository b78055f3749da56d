#include "core/sinks/watch.h"

#include "core/base/logging.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace gw::sinks {

namespace {

constexpr std::int64_t kHourUs = 3'600'000'000;
constexpr std::size_t kMostTests = 4;   // At the same time.
constexpr std::string_view kPositionFile = ".position";
constexpr std::string_view kAlertFiles = "alerts";

// What no request has ever been.
Event madeUpEvent(std::int64_t nowUs)
{
    Event event;
    ledger::OpenRecord &open = event.row.open;
    open.request = makeId();
    open.startedUs = nowUs - 1'000'000;
    open.callId = "test-" + open.request.toString();
    open.route = "/v1/chat/completions";
    open.requestedModel = "portico-test";
    open.modelGroup = "portico-test";
    open.upstreamModel = "portico-test";
    open.provider = "openai";
    open.tags = "portico-test";
    ledger::CloseRecord &close = event.row.close;
    close.request = open.request;
    close.endedUs = nowUs;
    close.durationUs = 1'000'000;
    close.httpStatus = 200;
    close.usage.input = 1;
    close.usage.output = 1;
    return event;
}

Error unprocessable(std::string message)
{
    return {.code = ErrorCode::UpstreamUnprocessable, .message = std::move(message)};
}

Result<void> outcomeOf(const std::string &service, const PostResult &result)
{
    if (result.ok())
        return {};
    return Error{.code = ErrorCode::UpstreamBadGateway,
                 .message =
                     service + " could not be told: " +
                     (result.status != 0 ? "status " + std::to_string(result.status) : result.problem)};
}

bool isReady(const std::future<void> &test)
{
    return test.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

}   // namespace

Watch::Watch(std::string folder, ledger::Ledger &ledger, config::EnvironmentReader environment)
    : m_folder(std::move(folder))
    , m_progress(m_folder + "/sinks")
    , m_ledger(ledger)
    , m_environment(std::move(environment))
{
    std::error_code error;
    std::filesystem::create_directories(m_progress, error);
    if (error)
        qCWarning(gwSinks, "%s cannot be made: what callbacks were told is forgotten at the end",
                  m_progress.c_str());
    m_ledger.onFed([this] { ring(); });
}

Watch::~Watch()
{
    stop();
}

Variables Watch::variablesOf(const config::ConfigPtr &config) const
{
    return [config, environment = m_environment](std::string_view name) {
        return config::variable(*config, environment, std::string(name));
    };
}

void Watch::expect(const config::Config &config)
{
    const auto shared = std::make_shared<const config::Config>(config);
    const std::vector<SinkSettings> sinks = sinksOf(config.watching, config, variablesOf(shared));
    const bool told =
        std::ranges::any_of(sinks, [](const SinkSettings &sink) { return sink.problem.empty(); });
    const std::lock_guard lock(m_mutex);
    m_ledger.setFeeding(told || !config.watching.alerting.channels.empty() || m_follower != nullptr,
                        m_follower != nullptr);
}

void Watch::follow(Follower &follower)
{
    const std::lock_guard lock(m_mutex);
    m_follower = &follower;
}

void Watch::apply(const config::ConfigPtr &config, ledger::LedgerReader &reader, const GatewayFacts &facts,
                  ApiBases bases)
{
    const Variables variables = variablesOf(config);
    const config::Watching &watching = config->watching;
    const auto shared = std::make_shared<const ApiBases>(std::move(bases));
    const std::vector<SinkSettings> sinks = sinksOf(watching, *config, variables);
    expect(*config);
    std::vector<std::unique_ptr<Courier>> old;
    std::unique_ptr<Alerter> oldAlerter;
    {
        const std::lock_guard lock(m_mutex);
        old.swap(m_couriers);
        oldAlerter.swap(m_alerter);
        m_config = config;
        m_problems.clear();
    }
    std::vector<std::unique_ptr<Courier>> couriers;
    for (const SinkSettings &sink : sinks) {
        if (!sink.problem.empty()) {
            qCWarning(gwSinks, "%s is not told of requests: %s", sink.name.c_str(), sink.problem.c_str());
            const std::lock_guard lock(m_mutex);
            m_problems[sink.name] = sink.problem;
            continue;
        }
        const auto same = std::ranges::find_if(
            old, [&sink](const auto &courier) { return courier && courier->sink() == sink; });
        if (same != old.end()) {
            (*same)->setBases(shared);
            couriers.push_back(std::move(*same));
            continue;
        }
        // Whoever had its name ends before its successor reads where it was.
        std::erase_if(old,
                      [&sink](const auto &courier) { return courier && courier->sink().name == sink.name; });
        CourierSetup setup;
        setup.ledgerFolder = m_folder;
        setup.progressFolder = m_progress;
        setup.sink = sink;
        setup.backlogRows = watching.backlogRows;
        setup.backlogUs = watching.backlogHours * kHourUs;
        couriers.push_back(std::make_unique<Courier>(std::move(setup), m_ledger, shared));
        qCInfo(gwSinks, "%s is told of requests", sink.name.c_str());
    }
    old.clear();
    oldAlerter.reset();
    std::unique_ptr<Alerter> alerter;
    if (!watching.alerting.channels.empty())
        alerter = std::make_unique<Alerter>(watching.alerting, variables, m_folder, m_progress, m_ledger,
                                            reader, facts, shared);
    forgetOthers(sinks);
    {
        const std::lock_guard lock(m_mutex);
        m_couriers = std::move(couriers);
        m_alerter = std::move(alerter);
    }
    // What was told in earlier runs need not be kept.
    ring();
}

// Where callbacks stood that are no longer named.
void Watch::forgetOthers(const std::vector<SinkSettings> &sinks) const
{
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(m_progress, error)) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(kPositionFile) || name.starts_with(kAlertFiles))
            continue;
        const std::string sink = name.substr(0, name.size() - kPositionFile.size());
        if (std::ranges::find(sinks, sink, &SinkSettings::name) == sinks.end())
            std::filesystem::remove(entry.path(), error);
    }
}

void Watch::stop()
{
    m_stopping = true;
    std::vector<std::unique_ptr<Courier>> couriers;
    std::unique_ptr<Alerter> alerter;
    std::vector<std::future<void>> tests;
    {
        const std::lock_guard lock(m_mutex);
        couriers.swap(m_couriers);
        alerter.swap(m_alerter);
        tests.swap(m_tests);
    }
}

// On the ledger's writer thread, after rows have been written.
void Watch::ring()
{
    const std::lock_guard lock(m_mutex);
    std::int64_t told = m_alerter ? m_alerter->position() : std::numeric_limits<std::int64_t>::max();
    if (m_follower) {
        m_follower->wake();
        told = std::min(told, m_follower->position());
    }
    for (const std::unique_ptr<Courier> &courier : m_couriers) {
        courier->wake();
        told = std::min(told, courier->position());
    }
    if (told != std::numeric_limits<std::int64_t>::max())
        m_ledger.trimFeed(told);
}

std::vector<CourierState> Watch::states() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<CourierState> states;
    for (const std::unique_ptr<Courier> &courier : m_couriers)
        states.push_back(courier->state());
    if (m_follower)
        states.push_back(m_follower->state());
    for (const auto &[name, problem] : m_problems)
        states.push_back({.name = name, .problem = problem});
    return states;
}

std::uint64_t Watch::lostAlerts() const
{
    const std::lock_guard lock(m_mutex);
    return m_alerter ? m_alerter->lost() : 0;
}

std::vector<std::string> Watch::names() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> names;
    if (!m_config)
        return names;
    for (const std::vector<std::string> *list :
         {&m_config->watching.onSuccess, &m_config->watching.onFailure}) {
        for (const std::string &name : *list) {
            if (std::ranges::find(names, name) == names.end())
                names.push_back(name);
        }
    }
    return names;
}

void Watch::raise(std::string type, std::string subject, std::string level, std::string text,
                  std::int64_t windowS)
{
    const std::lock_guard lock(m_mutex);
    if (m_alerter)
        m_alerter->raise(std::move(type), std::move(subject), std::move(level), std::move(text), windowS);
}

void Watch::test(const std::string &service, Tested done)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_tests, &isReady);
    if (m_tests.size() >= kMostTests)
        return done(Error{.code = ErrorCode::RateLimited, .message = "other tests are running"});
    m_tests.push_back(
        std::async(std::launch::async, [this, service, config = m_config, done = std::move(done)] {
            done(testNow(service, config));
        }));
}

Result<void> Watch::testNow(const std::string &service, const config::ConfigPtr &config)
{
    const Variables variables = variablesOf(config);
    const bool slack = service == "slack" || service == "slack_budget_alerts";
    Poster poster([this] { return m_stopping.load(); });
    const AlertTargets targets = alertTargets(config->watching.alerting, "test", variables);
    // A callback is called so, too.
    if (slack || (service == "webhook" && !targets.webhook.empty())) {
        const std::vector<Secret> &urls = slack ? targets.slack : targets.webhook;
        if (urls.empty())
            return unprocessable("\"" + service +
                                 "\" not in proxy config: general_settings. Unable to test this.");
        const AlertMessage message{"test", "This is a test alert of Portico"};
        for (const Secret &url : urls)
            GW_CHECK(
                outcomeOf(service, poster.post(url, {}, slack ? slackBody(message) : webhookBody(message))));
        return {};
    }
    if (!isSink(service))
        return Error{.code = ErrorCode::BadRequest,
                     .message =
                         "Service must be in list. Service=" + service +
                         " List={slack, webhook, langfuse, langfuse_otel, langsmith, otel, generic_api, "
                         "custom_callback_api}"};
    const SinkSettings sink = sinkOf(service, *config, variables);
    if (!sink.problem.empty())
        return unprocessable(service + ": " + sink.problem);
    const Event event = madeUpEvent(SystemClock().unixUs());
    const FormatPtr format = formatOf(sink);
    const PostResult result = poster.post(sink.url, sink.headers, format->write({&event, 1}));
    GW_CHECK(outcomeOf(service, result));
    const Receipt receipt = format->read({&event, 1}, result.answer);
    if (receipt.refused > 0 || !receipt.again.empty())
        return Error{.code = ErrorCode::UpstreamBadGateway,
                     .message = service + " has refused the event: " + receipt.reason};
    return {};
}

}   // namespace gw::sinks
