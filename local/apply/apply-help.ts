import { sharedHelp } from '../command/shared-options';

/** What `--help` prints. */
export const applyHelp = `Usage: npm run --silent apply -- --plan | --yes | --restore [APPLY] | --try-from-node  [options]

Writes the checked settings and the mapping into the SSO plugin of Jira or Confluence, or a redirect URI into Casdoor's
application, with a way back. It works with the engine, the journal and the backups of the panel, in the same data folder.

  --plan                 show what would be written and what speaks against it; writes nothing
  --yes                  write it. Guards that do not hold are not answered by it. Then somebody has to come in through
                         the plugin; otherwise the old settings come back
  --restore [APPLY]      put back what the newest apply that is open found, or the one that is named
  --try-from-node        have Jira or Confluence itself try whether it reaches Casdoor (atlassian-dc): it is told by saving a
                         configuration that is switched off, which is deleted again

  --second               with --plan or --yes: the second plan, which sends everybody to the new sign-in and writes nothing
                         else. It is held until somebody who administers nothing has come in through the plugin
    --came-in NAME       the user name of somebody who did, where the audit log does not tell

${sharedHelp.issuer}
${sharedHelp.client}
${sharedHelp.scope}
${sharedHelp.mapping}
  --target TARGET        miniorange | atlassian-dc | casdoor (default: miniorange)
  --product PRODUCT      jira | confluence (default: jira)
  --atlassian URL        the base URL of Jira or Confluence, where the plugin is written as a system administrator, with
    --user NAME          a user name and
    --password-env NAME  the password in this environment variable, or with
    --token-env NAME     a personal access token in this environment variable (not for miniorange)
  --way-back-user NAME   the account by which somebody gets in when nobody can sign in through the plugin, with
    --way-back-password-env NAME   its password; without it the one of --user. With --restore too
  --old-secret-env NAME  the client secret that stands in the plugin now (atlassian-dc does not tell it)
  --redirect-uri URI     with --target casdoor: the callback URL that the plugin shows; without it miniOrange's below
                         --atlassian
  --existing FILE        the accounts that are there, as CSV, for the dry run; without it Jira or Confluence is asked
  --admin-groups A,B     the groups that administer (default: those that an installation comes with)
  --people FILE          write what becomes of each person to this file, as CSV in the directory's order
${sharedHelp.trust}
${sharedHelp.http}

  --overrule ID,…        write although these guards do not hold
  --type-name NAME       the product's name, where administrators are affected
  --wait SECONDS         how long somebody has to come in, 1 to 3600 (default: 600)
  --keep                 keep the new settings as soon as they were read back, and wait for nobody
  --data DIR             what the panel keeps; without it the data folder of your user
  --key-file FILE        the keys of its secrets; without it apart from the data
  --out FILE             write the result as JSON to this file too, which nobody else can read
  --json                 print the result as JSON (docs/apply.schema.json) on standard output
  --help                 this text

Exit status: 0 the new settings were verified and kept, or the plan holds, or the old ones were put back as asked;
1 nobody came in, and the old settings are back; 2 arguments it cannot use; 3 somebody is needed: a guard does not hold,
somebody else is at work, Jira or Confluence does not reach Casdoor, or what is in force has to be looked at.
`;
