#include "core/base/base64.h"
#include "core/takeover/sealed.h"

#include <QTest>

#include <sodium.h>

using namespace gw;
using namespace gw::takeover;

namespace {

// As LiteLLM seals: PyNaCl's SecretBox(sha256(salt)).encrypt(), which puts the nonce in front.
std::string box(const std::string &plain, const std::string &salt)
{
    unsigned char key[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(key, reinterpret_cast<const unsigned char *>(salt.data()), salt.size());
    std::string out(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size(), '\0');
    auto *bytes = reinterpret_cast<unsigned char *>(out.data());
    for (int i = 0; i < static_cast<int>(crypto_secretbox_NONCEBYTES); ++i)
        bytes[i] = static_cast<unsigned char>(251 * i + 255);
    crypto_secretbox_easy(bytes + crypto_secretbox_NONCEBYTES,
                          reinterpret_cast<const unsigned char *>(plain.data()), plain.size(), bytes, key);
    return out;
}

}   // namespace

class TestSealed final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensWhatPythonSealed();
    void opensEitherAlphabet();
    void opensNothingWithAnotherKey();
    void opensNothingThatWasTouched();
    void tellsSealedTextsFromOthers();
};

// Made with an implementation of its own, after the papers: Salsa20 with the long nonce, Poly1305.
void TestSealed::opensWhatPythonSealed()
{
    const auto plain =
        unsealed("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX_qdEjxMgrq2TIlKzE7r5x4y3-U4ds14782kJnd5Ptg==",
                 Secret("sk-salt-1234"));
    QVERIFY(plain);
    QCOMPARE(plain->reveal(), std::string("sk-provider-key"));
}

void TestSealed::opensEitherAlphabet()
{
    const std::string sealed = box("os.environ/OPENAI_API_KEY", "salt");
    for (const std::string &text : {toBase64(sealed), toBase64Url(sealed)}) {
        const auto plain = unsealed(text, Secret("salt"));
        QVERIFY(plain);
        QCOMPARE(plain->reveal(), std::string("os.environ/OPENAI_API_KEY"));
    }
    const auto empty = unsealed(toBase64(box("", "salt")), Secret("salt"));
    QVERIFY(empty && empty->isEmpty());
}

void TestSealed::opensNothingWithAnotherKey()
{
    const std::string text = toBase64(box("secret", "salt"));
    QVERIFY(!unsealed(text, Secret("sult")));
    QVERIFY(!unsealed(text, Secret()));
}

void TestSealed::opensNothingThatWasTouched()
{
    std::string sealed = box("secret", "salt");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        sealed[i] = static_cast<char>(sealed[i] ^ 1);
        QVERIFY(!unsealed(toBase64(sealed), Secret("salt")));
        sealed[i] = static_cast<char>(sealed[i] ^ 1);
    }
    for (std::size_t size = 0; size < sealed.size(); ++size)
        QVERIFY(!unsealed(toBase64(sealed.substr(0, size)), Secret("salt")));
}

void TestSealed::tellsSealedTextsFromOthers()
{
    QVERIFY(looksSealed(toBase64(box("x", "salt"))));
    QVERIFY(!looksSealed("openai/gpt-4o"));
    QVERIFY(!looksSealed("https://api.example.com/v1/some/long/path/of/forty/characters"));
}

QTEST_GUILESS_MAIN(TestSealed)
#include "tst_sealed.moc"
