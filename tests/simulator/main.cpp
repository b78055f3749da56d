// A fleet past one machine, on a virtual clock: how each strategy fares while deployments die, flap, slow
// down, are stormed and lose a region.
//   simulator [--deployments N] [--requests N] [--seed N] [--strategy NAME] [--limits unknown]
// --requests is the sum over the strategies. Exit status 1: fewer requests than kNeeded succeeded although
// some deployment of their chain was healthy.
#include "tests/simulator/run.h"

#include <chrono>
#include <cstdio>
#include <cstring>

namespace {

constexpr double kNeeded = 0.9999;
constexpr double kPerDeployment = 3;   // Requests a second.

constexpr const char *kStrategies[] = {"simple-shuffle", "least-busy", "usage-based-routing-v2",
                                       "latency-based-routing", "cost-based-routing"};

struct Options
{
    int deployments = 200;
    std::int64_t requests = 100'000;
    std::uint64_t seed = 1;
    bool limitsKnown = true;
    std::string strategy = {};
};

bool read(int argc, char **argv, Options &out)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--deployments") == 0)
            out.deployments = std::atoi(argv[i + 1]);
        else if (std::strcmp(argv[i], "--requests") == 0)
            out.requests = std::atoll(argv[i + 1]);
        else if (std::strcmp(argv[i], "--seed") == 0)
            out.seed = std::strtoull(argv[i + 1], nullptr, 10);
        else if (std::strcmp(argv[i], "--limits") == 0)
            out.limitsKnown = std::strcmp(argv[i + 1], "unknown") != 0;
        else if (std::strcmp(argv[i], "--strategy") == 0)
            out.strategy = argv[i + 1];
        else
            return false;
    }
    return argc % 2 == 1 && out.deployments > 0 && out.requests > 0;
}

void print(const char *strategy, const gw::simulator::Result &result)
{
    const auto asked = static_cast<double>(result.asked);
    std::printf("%-24s %10lld %10.5f%% %9lld %9.3f %9.2f %10.1f %9.1f %8.2f%% %8.2f%% %9.3f %8.2f %9.2f\n",
                strategy, static_cast<long long>(result.asked), 100 * result.successRate(),
                static_cast<long long>(result.asked - result.succeeded),
                static_cast<double>(result.attempts) / asked,
                static_cast<double>(result.queued) * 100 / asked, 1000 * result.addedMeanS,
                1000 * result.addedP99S, 100 * static_cast<double>(result.fallbacks) / asked,
                100 * static_cast<double>(result.hopeless) / asked, result.costPerThousand, result.spread,
                1e6 * result.cpuS / asked);
    std::fflush(stdout);
}

}   // namespace

int main(int argc, char **argv)
{
    Options options;
    if (!read(argc, argv, options)) {
        std::fprintf(stderr, "usage: simulator [--deployments N] [--requests N] [--seed N] [--strategy NAME] "
                             "[--limits unknown]\n");
        return 2;
    }
    const auto begun = std::chrono::steady_clock::now();
    std::printf("%-24s %10s %11s %9s %9s %9s %10s %9s %9s %9s %9s %8s %9s\n", "strategy", "requests",
                "success", "failed", "attempts", "queued %", "added ms", "p99 ms", "fallback", "hopeless",
                "USD/1000", "spread", "CPU us");
    const auto count = static_cast<std::int64_t>(options.strategy.empty() ? std::size(kStrategies) : 1);
    const std::int64_t each = options.requests / count;
    const double perSecond = kPerDeployment * options.deployments;
    gw::simulator::Fleet fleet(options.deployments, static_cast<double>(each) / perSecond,
                               options.limitsKnown, options.seed);
    std::int64_t asked = 0;
    double lowest = 1;
    for (const char *strategy : kStrategies) {
        if (!options.strategy.empty() && options.strategy != strategy)
            continue;
        gw::simulator::Run run(fleet, strategy, each, perSecond, options.seed + 1);
        const gw::simulator::Result result = run.run();
        print(strategy, result);
        lowest = std::min(lowest, result.successRate());
        asked += result.asked;
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    const bool well = asked > 0 && lowest >= kNeeded;
    std::printf("%lld requests over %zu deployments in %.1f s: at the least %.5f%% succeeded%s\n",
                static_cast<long long>(asked), fleet.machines().size(), took.count(), 100 * lowest,
                well ? "" : ", too few");
    return well ? 0 : 1;
}
