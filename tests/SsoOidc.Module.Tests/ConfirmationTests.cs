using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

public sealed class ConfirmationTests
{
    /// <summary>A whole call of each cmdlet, and what the question names.</summary>
    public static TheoryData<string, string> Calls => new()
    {
        { "Register-SSOOIDCClient cli -EndpointUrl $url", "\"Register-SSOOIDCClient\" on target \"cli\"" },
        { "Start-SSOOIDCDeviceAuthorization id -ClientSecret the-client-secret -StartUrl https://example.awsapps.com/start -EndpointUrl $url", "\"Start-SSOOIDCDeviceAuthorization\" on target \"id\"" },
        { "New-SSOOIDCToken id -ClientSecret the-client-secret -RefreshToken the-refresh-token -EndpointUrl $url", "\"New-SSOOIDCToken\" on target \"id\"" },
        { "New-SSOOIDCToken id -ClientSecret the-client-secret -DeviceCode the-device-code -Wait -EndpointUrl $url", "\"New-SSOOIDCToken\" on target \"id\"" },
        { "New-SSOOIDCTokenWithIAM id -Assertion the-assertion -AccessKey a -SecretKey the-secret-key -Region r -EndpointUrl $url", "\"New-SSOOIDCTokenWithIAM\" on target \"id\"" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task WhatIf_says_what_would_be_done_and_calls_nothing(string call, string question)
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync(call + " -WhatIf");

        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
        Assert.Empty(session.Journal);
        Assert.Equal($"What if: Performing the operation {question}.\n", session.Shell.Screen.Text);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Confirm_asks_and_a_no_calls_nothing(string call, string question)
    {
        await using var session = await Session.StartAsync();
        session.Shell.Screen.Answer("No");

        var run = await session.RunAsync(call + " -Confirm");

        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
        Assert.Empty(session.Journal);
        Assert.Contains(question, Assert.Single(session.Shell.Screen.Questions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_calls()
    {
        await using var session = await Session.StartAsync();
        session.Shell.Screen.Answer("Yes");

        (await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -Confirm")).Single();

        Assert.Single(session.Journal);
    }

    [Fact]
    public async Task Yes_to_all_is_asked_once()
    {
        await using var session = await Session.StartAsync();
        session.Shell.Screen.Answer("Yes to All");

        var run = await session.RunAsync("'one', 'two', 'three' | Register-SSOOIDCClient -EndpointUrl $url -Confirm");

        Assert.Empty(run.Errors);
        Assert.Equal(3, session.Journal.Count);
        Assert.Single(session.Shell.Screen.Questions);
    }

    [Fact]
    public async Task Nothing_asks_by_default()
    {
        await using var session = await Session.StartAsync();

        await session.GivenTokenAsync();

        Assert.Empty(session.Shell.Screen.Questions);
    }

    [Fact]
    public async Task Force_does_not_ask_when_the_preference_does()
    {
        await using var session = await Session.StartAsync();

        (await session.RunAsync("$ConfirmPreference = 'Low'; Register-SSOOIDCClient cli -EndpointUrl $url -Force")).Single();

        Assert.Empty(session.Shell.Screen.Questions);
    }

    [Theory]
    [InlineData("Register-SSOOIDCClient cli -EndpointUrl $url -Force -WhatIf")]
    [InlineData("$WhatIfPreference = $true; Register-SSOOIDCClient cli -EndpointUrl $url -Force")]
    public async Task Force_does_not_override_WhatIf(string script)
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync(script);

        Assert.Empty(run.Errors);
        Assert.Empty(session.Journal);
        Assert.StartsWith("What if: ", session.Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contradictory_input_is_refused_under_WhatIf_too()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("New-SSOOIDCToken id -ClientSecret s -EndpointUrl $url -WhatIf");

        Assert.Equal("InvalidArgument,SsoOidc.Commands.NewSSOOIDCTokenCommand", run.Error().FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Start-SSOOIDCDeviceAuthorization -EndpointUrl $url", "ClientId", "ClientSecret", "StartUrl")]
    [InlineData("New-SSOOIDCToken -RefreshToken r -EndpointUrl $url", "ClientId", "ClientSecret")]
    [InlineData("Register-SSOOIDCClient -EndpointUrl $url", "ClientName")]
    public async Task Mandatory_parameters_are_asked_for(string script, params string[] names)
    {
        await using var session = await Session.StartAsync();
        session.Shell.Screen.Answer([.. names.Select(_ => "https://example.awsapps.com/start")]);

        await session.RunAsync(script);

        Assert.Equal(names, session.Shell.Screen.Questions);
        Assert.Single(session.Journal);
    }
}
