using System.Collections;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>The fake remembers every secret it issued or got, and says which of them a text holds.</summary>
public sealed class SecretTests
{
    private const string Loud = "$VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue';";
    private const string SecretKey = "fake/endpoint+secret/key0000000000000001";
    private const string Iam = "New-SSOOIDCTokenWithIAM arn:aws:sso::111122223333:application/ssoins-1/apl-2 -Region us-east-1 -EndpointUrl $url -AccessKey AKIAFAKEENDPOINT0001 -SecretKey $secretKey";

    [Fact]
    public async Task The_detector_detects()
    {
        await using var session = await Session.StartAsync();

        var token = await session.GivenTokenAsync();

        Assert.Equal(["accessToken"], session.Server.SecretsIn($"a {token.Text("AccessToken")} b"));
        Assert.Equal(["clientSecret"], session.Server.SecretsIn(token.Text("ClientSecret")));
    }

    [Fact]
    public async Task No_stream_of_a_login_a_refresh_and_an_exchange_shows_one()
    {
        await using var session = await Session.StartAsync(new FakeOptions { PendingPolls = 1 });
        session.Shell.Set("secretKey", SecretKey);

        var run = await session.RunAsync($$"""
            {{Loud}}
            $client = Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1 -Scope sso:account:access
            $device = $client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
            $token = $device | New-SSOOIDCToken -Wait
            $refreshed = $token | New-SSOOIDCToken
            $exchanged = {{Iam}} -SubjectToken $refreshed.AccessToken
            foreach ($object in $client, $device, $token, $refreshed, $exchanged, $exchanged.AwsAdditionalDetails) { "$object"; $object.ToString(); $object.GetHashCode() }
            $client, $device, $token, $exchanged | Out-Default
            foreach ($object in $client, $device, $token, $exchanged, $exchanged.AwsAdditionalDetails, $token.Metadata) { $object | Out-Default }
            """);

        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.Verbose);
        Assert.NotEmpty(run.Debug);
        Assert.Contains("IdentityContext", session.Shell.Screen.Text, StringComparison.Ordinal);
        AssertNoSecret(session, Everything(session, run));
    }

    [Fact]
    public async Task No_error_shows_one()
    {
        await using var session = await Session.StartAsync();
        await session.GivenTokenAsync();
        session.Shell.Set("secretKey", SecretKey);
        foreach (var name in new[] { "code", "codeVerifier", "assertion", "sessionToken", "subjectToken" })
            session.Shell.Set(name, $"canary-in-the-{name}");

        var run = await session.RunAsync($$"""
            {{Loud}}
            $token | New-SSOOIDCToken | ForEach-Object { }
            $token | New-SSOOIDCToken
            $device | New-SSOOIDCToken
            $device | New-SSOOIDCToken -RefreshToken $token.RefreshToken
            $device | New-SSOOIDCToken -Wait -GrantType refresh_token
            $client | Start-SSOOIDCDeviceAuthorization -StartUrl 'not a url'
            New-SSOOIDCToken id -ClientSecret $client.ClientSecret -Code $code -CodeVerifier $codeVerifier -EndpointUrl $url
            {{Iam}} -Assertion $assertion
            {{Iam}} -Assertion $assertion -SessionToken $sessionToken
            {{Iam}} -SubjectToken $subjectToken
            """);

        Assert.Equal(9, run.Errors.Count);
        AssertNoSecret(session, Everything(session, run));
    }

    [Fact]
    public async Task No_error_of_a_broken_answer_shows_one()
    {
        await using var session = await Session.StartAsync();
        await session.GivenTokenAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Truncate, Times = 3 });
        session.Server.AddFault(new Fault { Kind = FaultKind.Reset, After = true });

        var run = await session.RunAsync($"{Loud} $token | New-SSOOIDCToken; $token | New-SSOOIDCToken");

        Assert.NotEmpty(run.Errors);
        AssertNoSecret(session, Everything(session, run));
    }

    [Fact]
    public async Task WhatIf_and_Confirm_show_none()
    {
        await using var session = await Session.StartAsync();
        await session.GivenTokenAsync();
        session.Shell.Screen.Answer("No");

        var run = await session.RunAsync($"{Loud} $token | New-SSOOIDCToken -WhatIf; $token | New-SSOOIDCToken -Confirm");

        AssertNoSecret(session, Everything(session, run));
    }

    private static void AssertNoSecret(Session session, string text)
    {
        Assert.Empty(session.Server.SecretsIn(text));
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.DoesNotContain(SecretKey, text, StringComparison.Ordinal);
    }

    /// <summary>All that a person, a transcript or a log may get to see; of the output only its text.</summary>
    private static string Everything(Session session, Run run)
    {
        IEnumerable<string> lines =
        [
            session.Shell.Screen.Text, .. session.Shell.Screen.Questions, .. run.Verbose, .. run.Debug, .. run.Warnings,
            .. run.Information.Select(record => $"{record} {record.MessageData} {record.Source}"),
            .. run.Progress.Select(record => $"{record} {record.Activity} {record.StatusDescription} {record.CurrentOperation}"),
            .. run.Output.Select(item => item.ToString()),
            .. run.Errors.SelectMany(TextsOf),
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> TextsOf(ErrorRecord error) =>
    [
        $"{error} {error.Exception} {error.ErrorDetails} {error.ErrorDetails?.RecommendedAction} {error.TargetObject} {error.CategoryInfo}",
        $"{error.FullyQualifiedErrorId} {error.ScriptStackTrace} {error.InvocationInfo?.PositionMessage}",
        .. error.Exception.Data.Cast<DictionaryEntry>().Select(entry => $"{entry.Key} {entry.Value}"),
    ];
}
