using System.Text;
using CsCheck;
using SsoOidc.Cache;

namespace SsoOidc.Tests.Cache;

/// <summary>The reader of the cache's files against anything that a disk may hold.</summary>
public sealed class CacheFuzzTests
{
    private const string File =
        """{"startUrl": "https://my-sso.awsapps.com/start", "region": "eu-west-1", "accessToken": "canary", "expiresAt": "2026-11-22T18:24:00Z", "scopes": ["a"], "x": {"y": [1, null]}}""";

    [Fact]
    public void Random_bytes_are_a_token_or_a_problem_and_never_an_exception() => Gen.Byte.Array[0, 300].Sample(Check, iter: Fuzz.Iterations);

    [Fact]
    public void A_damaged_token_file_is_a_token_or_a_problem_and_never_an_exception()
    {
        var damage = Gen.Select(Gen.Int[0, File.Length - 1], Gen.Int[0, 20], Gen.OneOf(Gen.Byte.Array[0, 5], Gen.Const("null"u8.ToArray()), Gen.Const("\\ud800"u8.ToArray())));
        damage.Sample(
            (start, length, inserted) =>
            {
                var bytes = Encoding.UTF8.GetBytes(File);
                Check([.. bytes[..start], .. inserted, .. bytes[Math.Min(bytes.Length, start + length)..]]);
            },
            iter: Fuzz.Iterations);
    }

    [Fact]
    public void What_was_read_is_written_and_read_to_the_same()
    {
        var text = Gen.String[Gen.Char, 1, 20].Where(value => value == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)));
        Gen.Select(text, text, text, Gen.DateTimeOffset).Sample(
            (accessToken, startUrl, refreshToken, expiresAt) =>
            {
                var token = new CachedToken { AccessToken = accessToken, StartUrl = startUrl, RefreshToken = refreshToken, ExpiresAt = expiresAt };
                var written = token.ToUtf8();
                Assert.All(written, b => Assert.InRange(b, (byte)' ', (byte)'~'));
                var read = CachedToken.Parse(written, out var problem);
                Assert.Null(problem);
                Assert.Equal((accessToken, startUrl, refreshToken), (read!.AccessToken, read.StartUrl, read.RefreshToken));
                Assert.Equal(CacheTime.Format(expiresAt), CacheTime.Format(read.ExpiresAt));
                Assert.Equal(written, read.ToUtf8());
            },
            iter: Fuzz.Iterations);
    }

    private static void Check(byte[] content)
    {
        var token = CachedToken.Parse(content, out var problem);
        Assert.False(token is not null && problem is not null);
        Assert.DoesNotContain("canary", problem ?? "", StringComparison.Ordinal);
        if (token is not null)
            Assert.NotNull(CachedToken.Parse(token.ToUtf8(), out _));
        CachedRegistration.Parse(content, out _);
    }
}
