using System.Text;
using SsoOidc.Cache;
using SsoOidc.Config;

namespace SsoOidc.Reliability.Fuzzing;

/// <summary>Whatever is in a file of the user, reading it gives its content or the documented problem.</summary>
public sealed class FileTests
{
    private const string Config = """
        [default]
        region = us-east-1
        [profile dev] # mine
        sso_session = my-sso
        s3 =
          addressing_style = path
        [sso-session my-sso]
        sso_start_url = https://d-1.awsapps.com/start ; the portal
        sso_region = us-east-1
        sso_registration_scopes = sso:account:access,
          openid
        """;

    [Fact]
    public void A_config_file_is_read_or_refused_with_its_line() => Check.Bytes("ini", Inputs.Ini(Config), bytes =>
    {
        var text = Encoding.UTF8.GetString(bytes);
        try
        {
            foreach (var section in IniFile.Parse(text, "config").Sections)
                AssertIsOf(text, section);
        }
        catch (ConfigFileException e)
        {
            Assert.InRange(e.Line, 1, text.Count(c => c == '\n') + 1);
            Assert.DoesNotContain(e.Message, char.IsControl);
        }
    });

    [Fact]
    public void A_token_file_is_read_or_a_problem_and_what_is_read_survives_being_written() => Check.Bytes(
        "cache",
        Inputs.Json("""{"startUrl": "https://d-1.awsapps.com/start", "region": "us-east-1", "accessToken": "aoa", "expiresAt": "2026-11-22T12:00:00Z", "clientId": "c", "clientSecret": "s", "registrationExpiresAt": "2027-02-20T12:00:00Z", "refreshToken": "aor", "other": {"a": [1, null]}}"""),
        bytes =>
        {
            if (CachedToken.Parse(bytes, out var problem) is not { } token)
                return;
            Assert.Null(problem);
            var written = token.ToUtf8();
            Assert.All(written, b => Assert.InRange(b, (byte)' ', (byte)'~'));
            var again = CachedToken.Parse(written, out problem);
            Assert.Null(problem);
            Assert.Equal(
                (token.AccessToken, token.RefreshToken, token.ClientId, token.ClientSecret, token.StartUrl),
                (again!.AccessToken, again.RefreshToken, again.ClientId, again.ClientSecret, again.StartUrl));
            Assert.Equal(written, again.ToUtf8());
        });

    [Fact]
    public void A_registration_file_is_read_or_a_problem() => Check.Bytes(
        "cache",
        Inputs.Json("""{"clientId": "c", "clientSecret": "s", "expiresAt": "2027-02-20T12:00:00Z", "scopes": ["sso:account:access"], "grantTypes": ["refresh_token"]}"""),
        bytes =>
        {
            if (CachedRegistration.Parse(bytes, out _) is { } registration)
                Assert.Equal(registration.ClientId, CachedRegistration.Parse(registration.ToUtf8(), out _)!.ClientId);
        });

    private static void AssertIsOf(string text, IniSection section)
    {
        Assert.NotEmpty(section.Header);
        ConfigFile.SplitHeader(section.Header);
        foreach (var property in section.Properties)
        {
            Assert.NotEmpty(property.Key);
            Assert.InRange(property.End, property.ValueEnd, text.Length);
            Assert.Contains(property.Value.Split('\n')[0], text, StringComparison.Ordinal);
        }
    }
}
