#include "ui/framework/secretclipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

using namespace Qt::StringLiterals;

namespace gw::ui {

SecretClipboard::SecretClipboard(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kKeepMs);
    connect(&m_timer, &QTimer::timeout, this, &SecretClipboard::takeBack);
}

SecretClipboard::~SecretClipboard()
{
    // Its owner is being taken apart and cannot listen any more.
    blockSignals(true);
    takeBack();
}

void SecretClipboard::copy(const Secret &secret)
{
    auto *content = new QMimeData;
    content->setText(QString::fromStdString(secret.reveal()));
    content->setData(u"x-kde-passwordManagerHint"_s, QByteArrayLiteral("secret"));
    QGuiApplication::clipboard()->setMimeData(content);
    m_lent = secret;
    m_timer.start();
    Q_EMIT changed();
}

void SecretClipboard::takeBack()
{
    m_timer.stop();
    if (m_lent.isEmpty())
        return;
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (m_lent.equals(clipboard->text().toStdString()))
        clipboard->clear();
    m_lent = {};
    Q_EMIT changed();
}

}   // namespace gw::ui
