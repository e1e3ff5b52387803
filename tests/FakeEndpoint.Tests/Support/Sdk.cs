using Amazon.Runtime;
using Amazon.SSO;
using Amazon.SSOOIDC;

namespace SsoOidc.FakeEndpoint.Tests.Support;

/// <summary>The official clients, aimed at a fake.</summary>
internal static class Sdk
{
    public const string Arn = "arn:aws:sso::123456789012:application/ssoins-1111111111111111/apl-2222222222222222";

    public static AmazonSSOOIDCClient Oidc(FakeServer server, AWSCredentials? credentials = null, string region = "us-east-1") =>
        new(credentials ?? new AnonymousAWSCredentials(), new AmazonSSOOIDCConfig
        {
            ServiceURL = server.Url.AbsoluteUri,
            AuthenticationRegion = region,
            MaxErrorRetry = 0,
        });

    public static AmazonSSOOIDCClient Signed(FakeServer server, string region = "us-east-1") =>
        Oidc(server, Credentials(server.Options.AccessKey, server.Options.SecretKey, server.Options.SessionToken), region);

    public static AmazonSSOClient Portal(FakeServer server) =>
        new(new AnonymousAWSCredentials(), new AmazonSSOConfig
        {
            ServiceURL = server.Url.AbsoluteUri,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });

    public static AWSCredentials Credentials(string accessKey, string secretKey, string? sessionToken = null) =>
        sessionToken is null
            ? new BasicAWSCredentials(accessKey, secretKey)
            : new SessionAWSCredentials(accessKey, secretKey, sessionToken);

    public static string Jwt(string subject) =>
        string.Join('.', Part("""{"alg":"none"}"""), Part($$"""{"sub":"{{subject}}"}"""), "c2ln");

    private static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));
}
