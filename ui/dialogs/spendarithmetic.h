#pragma once

#include "core/client/spendclient.h"

#include <QDialog>

class QPushButton;
class QVBoxLayout;

namespace gw::ui {

// How an amount came about: tokens of each class times their price, and what they leave over. GUI thread; the
// client must outlive it.
class SpendArithmetic final : public QDialog
{
    Q_OBJECT

public:
    // title: whose; filter as in Traffic.
    SpendArithmetic(client::SpendClient &client, const QString &title, const QString &filter,
                    const client::SpendDays &days, const QString &span, QWidget *parent = nullptr);
    ~SpendArithmetic() override;

Q_SIGNALS:
    void requestsAsked();

private:
    void show(const client::SpendArithmetic &sums);

    client::SpendClient &m_client;
    QVBoxLayout *m_place = nullptr;
    client::Token m_token = 0;
};

}   // namespace gw::ui
