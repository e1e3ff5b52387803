using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>A script written for the official module AWS.Tools.SSOOIDC binds here: every parameter has its name, aliases and position.</summary>
public sealed class DropInTests
{
    private const string Common = """
        Select Force ClientConfig EndpointUrl Region(RegionToCall) AccessKey(AK) SecretKey(SK,SecretAccessKey) SessionToken(ST)
        ProfileName(StoredCredentials,AWSProfileName) ProfileLocation(AWSProfilesLocation,ProfilesLocation) Credential NetworkCredential
        WhatIf(wi) Confirm(cf)
        """;

    [Theory]
    [InlineData("Register-SSOOIDCClient", "ClientName@0 ClientType EntitledApplicationArn GrantType(GrantTypes) IssuerUrl RedirectUris Scope(Scopes)")]
    [InlineData("Start-SSOOIDCDeviceAuthorization", "ClientId@0 ClientSecret StartUrl")]
    [InlineData("New-SSOOIDCToken", "ClientId@0 ClientSecret Code CodeVerifier DeviceCode GrantType RedirectUri RefreshToken Scope")]
    [InlineData("New-SSOOIDCTokenWithIAM", "ClientId@0 Assertion Code CodeVerifier GrantType RedirectUri RefreshToken RequestedTokenType Scope SubjectToken SubjectTokenType")]
    public async Task Every_official_parameter_is_here(string cmdlet, string parameters)
    {
        using var shell = new Shell();
        var command = Assert.IsAssignableFrom<CommandInfo>((await shell.RunAsync($"Get-Command {cmdlet}")).Single().BaseObject);

        foreach (var official in $"{parameters} {Common}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = official.Split('@', '(', ',', ')');
            Assert.True(command.Parameters.TryGetValue(parts[0], out var parameter), $"-{parts[0]} is not there.");
            var sets = parameter.ParameterSets.Values;
            Assert.All(sets, set => Assert.Equal(official.EndsWith("@0", StringComparison.Ordinal) ? 0 : int.MinValue, set.Position));
            if (parts[0] is not ("WhatIf" or "Confirm"))
                Assert.All(sets, set => Assert.True(set.ValueFromPipelineByPropertyName, $"-{parts[0]} does not bind by property name."));
            if (official.Contains('(', StringComparison.Ordinal))
                Assert.Subset(parameter.Aliases.ToHashSet(StringComparer.OrdinalIgnoreCase), parts[1..^1].ToHashSet());
        }
    }

    [Theory]
    [InlineData("Register-SSOOIDCClient", "ClientName")]
    [InlineData("Start-SSOOIDCDeviceAuthorization", "ClientId")]
    [InlineData("New-SSOOIDCToken", "ClientId")]
    [InlineData("New-SSOOIDCTokenWithIAM", "ClientId")]
    public async Task By_value_binds_what_binds_there_officially(string cmdlet, string parameter)
    {
        using var shell = new Shell();

        var command = Assert.IsAssignableFrom<CommandInfo>((await shell.RunAsync($"Get-Command {cmdlet}")).Single().BaseObject);

        var byValue = command.Parameters.Values.Where(p => p.ParameterSets.Values.Any(set => set.ValueFromPipeline)).Select(p => p.Name);
        Assert.Equal([parameter, "Credential", "NetworkCredential"], byValue.OrderByDescending(name => name.StartsWith("Client", StringComparison.Ordinal)).ThenBy(name => name));
    }

    /// <summary>A table has empty cells, and an object null members: each counts as not given, as a missing one does.</summary>
    [Theory]
    [InlineData("$null")]
    [InlineData("''")]
    public async Task A_piped_record_may_leave_any_member_empty(string nothing)
    {
        await using var session = await Session.StartAsync();
        var command = (CommandInfo)(await session.RunAsync("Get-Command Register-SSOOIDCClient")).Single().BaseObject;
        var members = command.Parameters.Values.Where(parameter => parameter.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName)).Select(parameter => parameter.Name);

        foreach (var member in members.Except(["ClientName", "EndpointUrl"]))
        {
            var run = await session.RunAsync($"[pscustomobject]@{{ ClientName = 'cli'; EndpointUrl = $url; {member} = {nothing} }} | Register-SSOOIDCClient");

            Assert.True(run.Errors.Count == 0, $"{member}: {string.Join(' ', run.Errors)}");
            Assert.NotEmpty(run.Single().Text("ClientId"));
            var request = session.Journal[^1];
            Assert.Equal(["clientName", "clientType"], request.Body.Keys.Order());
        }
    }

    [Theory]
    [InlineData("TimeoutSec", "-1")]
    [InlineData("MaximumRetryCount", "101")]
    public async Task A_number_out_of_its_range_is_refused(string parameter, string value)
    {
        using var shell = new Shell();

        var error = (await shell.RunAsync($"Register-SSOOIDCClient cli -{parameter} {value}")).Error();

        Assert.Equal("ParameterArgumentValidationError,SsoOidc.Commands.RegisterSSOOIDCClientCommand", error.FullyQualifiedErrorId);
        Assert.Contains($"{value} is not a number from 0 to ", error.Exception.Message, StringComparison.Ordinal);
    }

    /// <summary>There it is short for this parameter, so it may not be for one that is only here.</summary>
    [Theory]
    [InlineData("Register-SSOOIDCClient")]
    [InlineData("Start-SSOOIDCDeviceAuthorization")]
    [InlineData("New-SSOOIDCToken")]
    [InlineData("New-SSOOIDCTokenWithIAM")]
    public async Task Session_is_short_for_SessionToken(string cmdlet)
    {
        using var shell = new Shell();

        var parameter = (await shell.RunAsync($"(Get-Command {cmdlet}).ResolveParameter('Session').Name")).Single();

        Assert.Equal("SessionToken", parameter.BaseObject);
    }

    [Theory]
    [InlineData("New-SSOOIDCToken -GrantType ", "device_code", "RFC 8628")]
    [InlineData("New-SSOOIDCTokenWithIAM -GrantType jwt", "jwt-bearer", "-Assertion")]
    [InlineData("New-SSOOIDCTokenWithIAM -RequestedTokenType ", "refresh_token", "RFC 8693")]
    [InlineData("New-SSOOIDCTokenWithIAM -SubjectTokenType ", "access_token", "RFC 8693")]
    [InlineData("Register-SSOOIDCClient -ClientType ", "public", "only")]
    [InlineData("Register-SSOOIDCClient -Scope sso", "sso:account:access", "refreshable")]
    [InlineData("Register-SSOOIDCClient -Region eu-w", "eu-west-1", "Ireland")]
    [InlineData("Register-SSOOIDCClient -RegionToCall 'eu-w", "eu-west-1", "Ireland")]
    [InlineData("New-SSOOIDCToken -Select Acc", "AccessToken", "member")]
    [InlineData("New-SSOOIDCToken -Select ^Client", "^ClientId", "-ClientId")]
    [InlineData("New-SSOOIDCTokenWithIAM -Select Aws", "AwsAdditionalDetails.IdentityContext", "member")]
    public void Values_are_completed_with_tooltips_that_teach(string text, string value, string tooltip)
    {
        using var shell = new Shell();

        var match = Assert.Single(shell.Complete(text), match => match.ListItemText == value);

        Assert.Contains(tooltip, match.ToolTip, StringComparison.Ordinal);
    }
}
