using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>The forms in which AWS credentials reach New-SSOOIDCTokenWithIAM. The fake checks the signature that comes of them.</summary>
public sealed class CredentialTests
{
    private const string AccessKey = "AKIAFAKEENDPOINT0001";
    private const string SecretKey = "fake/endpoint+secret/key0000000000000001";
    private const string PipedCall = "New-SSOOIDCTokenWithIAM -Assertion e30.e30.c2lnbmF0dXJl -Region us-east-1 -EndpointUrl $url";
    private const string Call = PipedCall + " -ClientId $app";

    [Theory]
    [InlineData("-AccessKey $key -SecretKey $secret")]
    [InlineData("-AK $key -SK $secret")]
    [InlineData("-AccessKey $key -SecretAccessKey $secret")]
    [InlineData("-Credential ([pscredential]::new($key, $secure))")]
    [InlineData("-Credential ([pscustomobject]@{ AccessKeyId = $key; SecretAccessKey = $secret })")]
    [InlineData("-Credential ([pscustomobject]@{ Credentials = [pscustomobject]@{ AccessKeyId = $key; SecretAccessKey = $secret; SessionToken = $null } })")]
    [InlineData("-Credential ([Sdk]::new())")]
    public async Task Credentials_are_taken_in_every_form(string arguments)
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync($"{Call} {arguments}");

        Assert.NotEmpty(run.Single().Text("AccessToken"));
    }

    [Theory]
    [InlineData("[pscustomobject]@{ AccessKeyId = $key; SecretAccessKey = $secret; SessionToken = '' }")]
    [InlineData("[pscustomobject]@{ Credentials = [pscustomobject]@{ AccessKeyId = $key; SecretAccessKey = $secret } }")]
    [InlineData("[pscredential]::new($key, $secure)")]
    [InlineData("[Sdk]::new()")]
    public async Task Credentials_come_through_the_pipeline(string source)
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync($"{source} | {Call}");

        Assert.NotEmpty(run.Single().Text("AccessToken"));
    }

    [Fact]
    public async Task The_session_default_of_the_AWS_modules_is_taken()
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync($"$StoredAWSCredentials = [Sdk]::new(); {Call}");

        Assert.NotEmpty(run.Single().Text("AccessToken"));
    }

    [Fact]
    public async Task Credentials_never_reach_the_public_operations()
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -AccessKey $key -SecretKey $secret -Credential ([Sdk]::new())");

        run.Single();
        Assert.DoesNotContain("Authorization", Assert.Single(session.Journal).Headers.Keys);
    }

    [Theory]
    [InlineData("5", "Int32")]
    [InlineData("not-to-be-shown", "String")]
    [InlineData("@{ AccessKeyId = 'not-to-be-shown' }", "Hashtable")]
    [InlineData("([pscustomobject]@{ Credentials = 'not-to-be-shown' })", "PSCustomObject")]
    public async Task What_is_no_credential_is_refused_by_its_type_and_not_shown(string argument, string type)
    {
        await using var session = await StartAsync();

        var error = (await session.RunAsync($"{Call} -Credential {argument}")).Error();

        Assert.Equal("ParameterBindingFailed,SsoOidc.Commands.NewSSOOIDCTokenWithIAMCommand", error.FullyQualifiedErrorId);
        Assert.Contains($"-Credential is a {type}; expected AWS credentials: an object with GetCredentials(), a PSCredential", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-shown", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(session.Journal);
    }

    [Theory]
    [InlineData("New-SSOOIDCToken id -ClientSecret s -RefreshToken r -EndpointUrl $url")]
    [InlineData("New-SSOOIDCToken -SessionName cli")]
    [InlineData(Call + " -AccessKey $key -SecretKey $secret")]
    public async Task A_piped_object_that_binds_to_nothing_is_refused_and_the_next_one_is_looked_at(string call)
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync($"1, [pscustomobject]@{{ Other = 2 }} | {call}");

        Assert.Equal(2, run.Errors.Count);
        Assert.All(run.Errors, error => Assert.StartsWith("InputObjectNotBound,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Empty(session.Journal);
    }

    [Fact]
    public async Task Anonymous_credentials_are_none_for_a_call_that_is_signed()
    {
        await using var session = await StartAsync();

        var error = (await session.RunAsync($"{Call} -Credential ([Amazon.Runtime.AnonymousAWSCredentials]::new())")).Error();

        Assert.Equal("-Credential holds anonymous credentials; New-SSOOIDCTokenWithIAM is signed and needs an access key.", error.Exception.Message);
        Assert.Empty(session.Journal);
    }

    /// <summary>Set-AWSCredential leaves an object that keeps its credentials to itself.</summary>
    [Theory]
    [InlineData(typeof(HiddenProperty))]
    [InlineData(typeof(HiddenField))]
    public async Task Stored_credentials_are_found_in_a_member_that_is_not_public(Type holder)
    {
        await using var session = await StartAsync();
        var sdk = (await session.RunAsync("[Sdk]::new()")).Single();
        session.Shell.Set("StoredAWSCredentials", Activator.CreateInstance(holder, sdk.BaseObject));

        Assert.NotEmpty((await session.RunAsync(Call)).Single().Text("AccessToken"));
        var error = (await session.RunAsync($"{Call} -Credential $StoredAWSCredentials")).Error();
        Assert.Contains($"-Credential is a {holder.Name}", error.Exception.Message, StringComparison.Ordinal);
    }

    /// <summary>A key pair that is piped binds to -NetworkCredential too, as it does there: nothing to warn of.</summary>
    [Theory]
    [InlineData("[pscredential]::new($key, $secure) | " + Call, 0)]
    [InlineData(Call + " -AccessKey $key -SecretKey $secret -NetworkCredential ([pscredential]::new('me', $secure))", 1)]
    public async Task What_has_no_effect_is_warned_of_where_it_was_meant(string script, int warnings)
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync(script);

        Assert.NotEmpty(run.Single().Text("AccessToken"));
        Assert.Equal(warnings, run.Warnings.Count(text => text.Contains("-NetworkCredential", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("5", "Int32")]
    [InlineData("not-to-be-shown", "String")]
    public async Task What_is_no_network_credential_is_refused_by_its_type_and_not_shown(string argument, string type)
    {
        await using var session = await StartAsync();

        var error = (await session.RunAsync($"{Call} -NetworkCredential {argument}")).Error();

        Assert.Contains($"-NetworkCredential is a {type}; expected a PSCredential.", error.Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-shown", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_for_the_client_leaves_a_piped_object_nothing_to_bind_to()
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync("$PSDefaultParameterValues = @{ 'Register-SSOOIDCClient:ClientName' = 'cli' }; 1 | Register-SSOOIDCClient -EndpointUrl $url");

        Assert.Equal("InputObjectNotBound,SsoOidc.Commands.RegisterSSOOIDCClientCommand", run.Error().FullyQualifiedErrorId);
        Assert.Empty(session.Journal);
    }

    [Fact]
    public async Task A_script_block_gives_the_credentials_of_each_record()
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync($$"""
            [pscustomobject]@{ ClientId = $app; Keys = 5 }, [pscustomobject]@{ ClientId = $app; Keys = [Sdk]::new() } | {{PipedCall}} -Credential { $_.Keys }
            """);

        Assert.Equal("ParameterBindingFailed,SsoOidc.Commands.NewSSOOIDCTokenWithIAMCommand", run.Error().FullyQualifiedErrorId);
        Assert.Single(run.Output);
        Assert.Single(session.Journal);
    }

    [Theory]
    [InlineData("Credential")]
    [InlineData("Credentials")]
    public async Task A_record_brings_its_credentials_in_a_member(string member)
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync($$"""[pscustomobject]@{ ClientId = $app; {{member}} = [Sdk]::new() } | {{PipedCall}}""");

        Assert.NotEmpty(run.Single().Text("AccessToken"));
    }

    [Fact]
    public async Task A_record_that_holds_itself_is_a_record()
    {
        await using var session = await StartAsync();

        var run = await session.RunAsync("$record = [pscustomobject]@{ ClientName = 'cli'; Credentials = $null }; $record.Credentials = $record; $record | Register-SSOOIDCClient -EndpointUrl $url");

        Assert.NotEmpty(run.Single().Text("ClientId"));
    }

    /// <summary>Each would cost as much time as all the rest of the binding.</summary>
    [Theory]
    [InlineData("'one', 'two' | Register-SSOOIDCClient -EndpointUrl $url")]
    [InlineData("[pscustomobject]@{ ClientName = 'one' }, [pscustomobject]@{ ClientName = 'two' } | Register-SSOOIDCClient -EndpointUrl $url")]
    [InlineData("$app | " + PipedCall + " -AccessKey $key -SecretKey $secret")]
    public async Task Records_that_are_no_credentials_cost_no_exception(string script)
    {
        await using var session = await StartAsync();
        var mark = $"# {Guid.NewGuid()}";
        var thrown = new ConcurrentQueue<Exception>();
        void Note(object? sender, FirstChanceExceptionEventArgs e)
        {
            if (e.Exception is ParameterBindingException { CommandInvocation.Line: { } line } && line.EndsWith(mark, StringComparison.Ordinal))
                thrown.Enqueue(e.Exception);
        }

        AppDomain.CurrentDomain.FirstChanceException += Note;
        var run = await session.RunAsync($"{script} {mark}");
        var refused = await session.RunAsync($"1 | Register-SSOOIDCClient cli -EndpointUrl $url {mark}");
        AppDomain.CurrentDomain.FirstChanceException -= Note;

        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.Output);
        refused.Error();
        Assert.All(thrown, exception => Assert.Contains("redential is a Int32; expected", exception.Message, StringComparison.Ordinal));
        Assert.NotEmpty(thrown);
    }

    private sealed class HiddenProperty(object credentials)
    {
        internal object Credentials { get; } = credentials;
    }

    private sealed class HiddenField(object credentials)
    {
        internal readonly object Credentials = credentials;
    }

    /// <summary>Variables with an application and the keys, and a class with the shape of the SDK's credentials.</summary>
    private static async Task<Session> StartAsync()
    {
        var session = await Session.StartAsync();
        session.Shell.Set("key", AccessKey);
        session.Shell.Set("secret", SecretKey);
        session.Shell.Set("app", "arn:aws:sso::111122223333:application/ssoins-1/apl-2");
        Assert.Empty((await session.RunAsync($$"""
            class Sdk { [object] GetCredentials() { return [pscustomobject]@{ AccessKey = '{{AccessKey}}'; SecretKey = '{{SecretKey}}'; Token = '' } } }
            $secure = [securestring]::new(); foreach ($letter in $secret.ToCharArray()) { $secure.AppendChar($letter) }
            """)).Errors);
        return session;
    }
}
