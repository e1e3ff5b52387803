using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>Secrets that would travel in plain http to another host are warned about, whichever way they go, once.</summary>
[Collection(nameof(SessionCollection))]
public sealed class PlainHttpTests : IDisposable
{
    private const string Warning = "The endpoint sso.invalid is plain http: secrets travel unencrypted. Use https.";

    private readonly Wire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Theory]
    [InlineData("Register-SSOOIDCClient x -Region eu-west-1", 60)]
    [InlineData("'x', 'y', 'z' | Register-SSOOIDCClient -Region eu-west-1", 60)]
    [InlineData("Connect-SSOOIDCSession corp", -60)]
    [InlineData("New-SSOOIDCToken -SessionName corp", 60)]
    [InlineData("Disconnect-SSOOIDCSession corp", 60)]
    [InlineData("Disconnect-SSOOIDCSession corp", -60)]
    [InlineData("New-SSOOIDCTokenWithIAM x -Assertion a.b.c -ProfileName p -EndpointUrl http://127.0.0.1:1", 60)]
    [InlineData("New-SSOOIDCTokenWithIAM y -Assertion a.b.c -ProfileName r -Region eu-west-1 -EndpointUrl http://127.0.0.1:1", 60)]
    public async Task It_is_warned_about_on_every_way_once(string command, int minutes)
    {
        await using var home = await Home.StartAsync();
        foreach (var variable in (string[])["AWS_ENDPOINT_URL_SSO_OIDC", "AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_STS"])
            home.Set(variable, "http://sso.invalid");
        home.Set("AWS_MAX_ATTEMPTS", "1");
        home.Config += """
            [profile p]
            sso_session = corp
            sso_account_id = 123456789012
            sso_role_name = R
            [profile r]
            role_arn = arn:aws:iam::123456789012:role/r
            source_profile = k
            [profile k]
            aws_access_key_id = K
            aws_secret_access_key = s
            """;
        home.GivenToken("corp", TimeSpan.FromMinutes(minutes));
        var token = home.Token("corp");
        token["refreshToken"] = "refresh";
        token["clientId"] = "client";
        token["clientSecret"] = "secret";
        token["registrationExpiresAt"] = "2099-01-01T00:00:00Z";
        await File.WriteAllTextAsync(home.TokenPath("corp"), token.ToJsonString(), TestContext.Current.CancellationToken);

        var run = await home.RunAsync($"$AWSProxy = [pscustomobject]@{{ Hostname = '127.0.0.1'; Port = {_wire.Port} }}; {command}");

        Assert.True(_wire.Heads.Count > 0, string.Join("\n", run.Errors.Select(error => error.Exception.Message)));
        Assert.Single(run.Warnings, warning => warning == Warning);
    }
}
