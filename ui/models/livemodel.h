#pragma once

#include "core/client/values.h"
#include "core/events/bus.h"

#include <QList>
#include <QObject>

#include <array>

namespace gw::ui {

// A request that runs.
struct Flight
{
    Id128 request;
    std::int64_t startedUs = 0;
    QString client;
    QString keyAlias;
    QString requestedModel;
    bool stream = false;
    std::int64_t outputTokens = 0;
    std::int64_t firstByteUs = -1;   // After the start; -1: nothing has come yet.
    std::int64_t costPico = 0;

    bool operator==(const Flight &) const = default;
};

// Counts what happens now from the stream of events: the rate of the last minute, what runs, what ended last.
// Events may be lost under load, so nothing here is an account; that is the ledger's. Time is told by the
// caller in Unix microseconds. GUI thread.
class LiveModel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LiveModel)

public:
    static constexpr int kBuckets = 120;   // Half seconds of the last minute.
    static constexpr std::int64_t kBucketUs = 500'000;
    static constexpr int kSmoothing = 4;   // A rate is the mean of two seconds.
    static constexpr qsizetype kMaxRecent = 50;
    static constexpr qsizetype kMaxFlights = 500;

    explicit LiveModel(QObject *parent = nullptr);

    void apply(const std::vector<events::Event> &batch, std::int64_t nowUs);
    // Lets the minute move on when nothing happens; tells ratesChanged() when that changes what is shown.
    void advance(std::int64_t nowUs);
    // Forgets requests that began before; for an end that was lost.
    void forgetStartedBefore(std::int64_t us);

    // Requests begun per second, oldest first, one per half second; the last value is now.
    QList<double> rates() const;
    // Failed requests as seconds before now, as negative numbers.
    QList<double> errorsAt() const;
    int errorCount() const;
    bool isQuiet() const;

    // Oldest first.
    const QList<Flight> &flights() const { return m_flights; }
    // Newest first, at most kMaxRecent.
    const QList<client::RequestRow> &recent() const { return m_recent; }
    // Tokens per second since the first byte; 0 while there is nothing to tell.
    static double speed(const Flight &flight, std::int64_t nowUs);

Q_SIGNALS:
    // What runs, or how far it has come, is another.
    void flightsChanged();
    void ratesChanged();
    void finished(const QList<gw::client::RequestRow> &newestFirst);

private:
    struct Bucket
    {
        int started = 0;
        int failed = 0;
    };
    // True when something that was counted has moved.
    bool moveOn(std::int64_t nowUs);
    Bucket *bucketAt(std::int64_t us);
    void begin(const events::ExchangeStarted &event);
    void progress(const events::ExchangeProgressed &event);
    client::RequestRow end(const events::ExchangeFinished &event);
    qsizetype indexOf(const Id128 &request) const;

    std::array<Bucket, kBuckets> m_buckets{};
    std::int64_t m_newest = 0;   // Number of the newest bucket since the Unix epoch.
    QList<Flight> m_flights;
    QList<client::RequestRow> m_recent;
};

// A request that has ended, as a list shows it.
client::RequestRow finishedRow(const events::ExchangeFinished &event);

}   // namespace gw::ui
