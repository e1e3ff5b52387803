using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>The forms in which AWS credentials reach New-SSOOIDCTokenWithIAM. The fake checks the signature that comes of them.</summary>
public sealed class CredentialTests
{
    private const string AccessKey = "AKIAFAKEENDPOINT0001";
    private const string SecretKey = "fake/endpoint+secret/key0000000000000001";
    private const string Call = "New-SSOOIDCTokenWithIAM arn:aws:sso::111122223333:application/ssoins-1/apl-2 -Assertion e30.e30.c2lnbmF0dXJl -Region us-east-1 -EndpointUrl $url";

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

    /// <summary>Variables with the keys, and a class with the shape of the SDK's credentials.</summary>
    private static async Task<Session> StartAsync()
    {
        var session = await Session.StartAsync();
        session.Shell.Set("key", AccessKey);
        session.Shell.Set("secret", SecretKey);
        Assert.Empty((await session.RunAsync($$"""
            class Sdk { [object] GetCredentials() { return [pscustomobject]@{ AccessKey = '{{AccessKey}}'; SecretKey = '{{SecretKey}}'; Token = '' } } }
            $secure = [securestring]::new(); foreach ($letter in $secret.ToCharArray()) { $secure.AppendChar($letter) }
            """)).Errors);
        return session;
    }
}
