#pragma once

#include <QObject>

#include <cstdint>
#include <optional>

class QSettings;

namespace gw::ui {

// The span of time that pages with figures share: what one chooses on one holds on the others. GUI thread;
// the settings must outlive it.
class TimeRange final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimeRange)

public:
    enum class Kind { Today, LastHour, LastDay, LastWeek, LastMonth, All, Span };
    Q_ENUM(Kind)

    explicit TimeRange(QSettings &settings, QObject *parent = nullptr);

    Kind kind() const { return m_kind; }
    void setKind(Kind kind);
    // From one moment to another, Unix microseconds, in words as given; not kept over a restart.
    void setSpan(std::int64_t fromUs, std::int64_t untilUs, const QString &title);
    // Where it begins when it is now that moment, Unix microseconds; absent: no beginning.
    std::optional<std::int64_t> fromUs(std::int64_t nowUs) const;
    // Where it ends; absent: now.
    std::optional<std::int64_t> untilUs() const;
    QString title() const;

    // All but Span.
    static QList<Kind> kinds();
    // "Today", "Last 7 days" ...
    static QString title(Kind kind);

Q_SIGNALS:
    void changed();

private:
    QSettings &m_settings;
    Kind m_kind = Kind::Today;
    std::int64_t m_fromUs = 0;
    std::int64_t m_untilUs = 0;
    QString m_title;
};

}   // namespace gw::ui
