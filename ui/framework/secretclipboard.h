#pragma once

#include "core/base/secret.h"

#include <QObject>
#include <QTimer>

namespace gw::ui {

// Lends a secret to the clipboard: takes it back after kKeepMs, and when this dies, if it is still there.
// Clipboard managers that know the hint of KDE do not remember it. GUI thread.
class SecretClipboard final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretClipboard)

public:
    static constexpr int kKeepMs = 30'000;

    explicit SecretClipboard(QObject *parent = nullptr);
    ~SecretClipboard() override;

    void copy(const Secret &secret);
    bool isLent() const { return !m_lent.isEmpty(); }
    void takeBack();

Q_SIGNALS:
    void changed();

private:
    Secret m_lent;
    QTimer m_timer;
};

}   // namespace gw::ui
