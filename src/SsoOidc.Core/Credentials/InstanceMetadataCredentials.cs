using System.Globalization;
using System.Net;
using System.Text;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Http;
using SsoOidc.Settings;

namespace SsoOidc.Credentials;

/// <summary>The role of an EC2 instance, from version 2 of the metadata service. Version 1 is not asked: any page could forge its answers.</summary>
internal sealed class InstanceMetadataCredentials : ICredentialSource
{
    private const string RolePath = "/latest/meta-data/iam/security-credentials/";

    // The longest the service grants, 6 hours; a token is used for two requests only.
    private const string TokenSeconds = "21600";

    // The cache asks again 5 minutes before the end.
    private static readonly TimeSpan Extension = TimeSpan.FromMinutes(10);

    private readonly CredentialContext _context;
    private readonly Uri _endpoint;
    private readonly TimeSpan _timeout;
    private readonly int _attempts;

    /// <exception cref="SsoOidcConfigurationException">A setting of the metadata service is wrong.</exception>
    public InstanceMetadataCredentials(CredentialContext context)
    {
        _context = context;
        _endpoint = FindEndpoint(context.Settings);
        // Off EC2 nothing answers, and a person waits for that.
        _timeout = TimeSpan.FromSeconds(Number(context.Settings, "AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"));
        _attempts = Number(context.Settings, "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts");
    }

    public string Description => "EC2 instance metadata";

    public string Identity => "ec2|" + _endpoint.AbsoluteUri;

    public bool IsCacheable => true;

    public static bool IsDisabled(CredentialContext context) =>
        "true".Equals(context.Environment.Get("AWS_EC2_METADATA_DISABLED"), StringComparison.OrdinalIgnoreCase);

    public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var token = await AskAsync(HttpMethod.Put, "/latest/api/token", "x-aws-ec2-metadata-token-ttl-seconds", TokenSeconds, cancellationToken).ConfigureAwait(false);
        var roles = await AskAsync(HttpMethod.Get, RolePath, "x-aws-ec2-metadata-token", Line(token), cancellationToken).ConfigureAwait(false);
        var role = Line(roles);
        var answer = await AskAsync(HttpMethod.Get, RolePath + Uri.EscapeDataString(role), "x-aws-ec2-metadata-token", Line(token), cancellationToken).ConfigureAwait(false);
        return Read(answer);
    }

    private static Uri FindEndpoint(AwsSettings settings)
    {
        if (settings.Find("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint") is { } configured)
        {
            return Uri.TryCreate(configured.Value, UriKind.Absolute, out var endpoint)
                && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps) && endpoint.UserInfo.Length == 0
                    ? endpoint
                    : throw AwsSettings.Invalid(new Setting<string>(Shown.WithoutUserInfo(configured.Value), configured.Source), "an http URL");
        }

        var mode = settings.Find("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "ec2_metadata_service_endpoint_mode");
        return (mode?.Value.ToUpperInvariant()) switch
        {
            null or "IPV4" => new Uri("http://169.254.169.254"),
            "IPV6" => new Uri("http://[fd00:ec2::254]"),
            _ => throw AwsSettings.Invalid(mode, "IPv4 or IPv6"),
        };
    }

    private static int Number(AwsSettings settings, string variable, string key)
    {
        if (settings.Find(variable, key) is not { } text)
            return 1;
        return int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 60
            ? number
            : throw AwsSettings.Invalid(text, "a whole number from 1 to 60");
    }

    private async Task<byte[]> AskAsync(HttpMethod method, string path, string header, string value, CancellationToken cancellationToken)
    {
        var address = new Uri(_endpoint.AbsoluteUri.TrimEnd('/') + path);
        var call = new HeaderCall(Description, _timeout, _attempts, method, address, header, value);
        using var answer = await CredentialHttp.SendAsync(_context, call, isDirect: true, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccess)
            return answer.Body.ToArray();
        throw new CredentialsException(
            Description,
            answer.StatusCode == HttpStatusCode.NotFound && path == RolePath
                ? "the instance has no role. Attach an instance profile to it."
                : $"{method.Method} {path} was answered with HTTP status {(int)answer.StatusCode}.");
    }

    private string Line(byte[] body)
    {
        var line = Encoding.ASCII.GetString(body).Trim().Split('\n')[0].Trim();
        return line.Length > 0 ? line : throw new CredentialsException(Description, "the service gave an empty answer.");
    }

    private AwsCredentials Read(byte[] body)
    {
        var answer = CredentialParts.ParseObject(Description, body);
        if (answer.Text("Code") is { } code && code != "Success")
            throw new CredentialsException(Description, $"the service says {Shown.Clean(code, 80)}: {Shown.Clean(answer.Text("Message") ?? "")}");
        var credentials = CredentialParts.Read(Description, answer, "Token", time: null);
        return credentials.Expiration <= _context.TimeProvider.GetUtcNow() ? Prolong(credentials, "the service gives no newer ones") : credentials;
    }

    /// <summary>The same credentials for a while: when the service cannot renew them, they are taken on by what they sign for.</summary>
    public AwsCredentials Prolong(AwsCredentials credentials, string reason)
    {
        _context.Warn?.Invoke(
            $"{Description}: the credentials that end at {credentials.Expiration?.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)} stay in use, and are asked for again in {Extension.TotalMinutes / 2} minutes: {reason}");
        return new AwsCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken, _context.TimeProvider.GetUtcNow() + Extension);
    }
}
