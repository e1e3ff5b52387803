namespace SsoOidc;

/// <summary>How a device login's polling stands; reported about once a second.</summary>
/// <param name="Polls">Polls sent so far.</param>
/// <param name="Interval">The wait between two polls now.</param>
/// <param name="Remaining">Time until the device code expires.</param>
/// <param name="Lifetime">The whole time that polling may take.</param>
/// <param name="LastFailure">The failure of the last poll that was not an answer to the question, such as a broken connection; null when it was.</param>
public sealed record DevicePollStatus(int Polls, TimeSpan Interval, TimeSpan Remaining, TimeSpan Lifetime, SsoOidcException? LastFailure);
